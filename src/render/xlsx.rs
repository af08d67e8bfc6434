//! The report as a workbook: a sheet per view.
//!
//! In: a [`Report`] and a [`Style`], of which only the number of rows counts. Out: an xlsx file. Always true: text of the log is a
//! text cell, never a formula; the same report gives the same bytes; a sheet that would be too long for the format ends with a
//! row that says so.

use std::io::{self, Write};

use rust_xlsxwriter::{Color, DocProperties, ExcelDateTime, Format, FormatAlign, Workbook, Worksheet, XlsxError};

use super::escape::visible;
use super::views::{self, Sheet};
use super::wrap::width;
use super::{Style, View};
use crate::reply::ReplyCode;
use crate::report::Report;
use crate::time::Time;

/// Rows of a sheet (`[MS-XLSX]`), one of them kept for the note.
const MAX_ROWS: u32 = 1_048_575;
/// Characters of a cell.
const MAX_CHARS: usize = 32_767;
/// Room that the button of the filter takes in a header, in characters.
const FILTER_BUTTON: usize = 2;
/// Widest and narrowest column, in characters.
const WIDTHS: std::ops::RangeInclusive<usize> = 8..=60;

pub(super) fn render(report: &Report, style: &Style, out: &mut dyn Write) -> io::Result<()> {
    let mut book = Workbook::new();
    // A fixed date: the same report gives the same bytes.
    let made = ExcelDateTime::from_ymd(2000, 1, 1).map_err(io::Error::other)?;
    book.set_properties(&DocProperties::new().set_title("Mail log report").set_creation_datetime(&made));
    for view in View::ALL {
        let mut page = Page::new(book.add_worksheet(), view.name())?;
        views::write(report, *view, style.limit(0), &mut page)?;
        page.finish()?;
    }
    out.write_all(&book.save_to_buffer().map_err(io::Error::other)?)
}

/// A sheet that is being filled.
struct Page<'a> {
    sheet: &'a mut Worksheet,
    row: u32,
    column: u16,
    /// The widest text of each column, in terminal columns: East Asian characters take two.
    widths: Vec<usize>,
    formats: Formats,
}

/// How cells look.
struct Formats {
    header: Format,
    code: Format,
    number: Format,
    share: Format,
    time: Format,
    text: Format,
}

impl<'a> Page<'a> {
    fn new(sheet: &'a mut Worksheet, name: &str) -> io::Result<Self> {
        sheet.set_name(name).map_err(io::Error::other)?;
        // At the top, for those who wrap long cells. They are not wrapped here: LibreOffice does not fit the heights of rows.
        let text = Format::new().set_align(FormatAlign::Top);
        let formats = Formats {
            header: Format::new().set_bold().set_background_color(Color::RGB(0x00E8_EDF3)),
            // A code is a name and a time a label: neither touches the column on its right.
            code: text.clone().set_align(FormatAlign::Left),
            number: text.clone().set_num_format("#,##0"),
            share: text.clone().set_num_format("0.0%"),
            time: text.clone().set_align(FormatAlign::Left).set_num_format("yyyy-mm-dd hh:mm:ss"),
            text,
        };
        Ok(Self { sheet, row: 0, column: 0, widths: Vec::new(), formats })
    }

    /// Writes a cell and goes on to the next one; cells beyond the last row are left out.
    fn cell(
        &mut self,
        chars: usize,
        write: impl FnOnce(&mut Worksheet, u32, u16, &Formats) -> Result<(), XlsxError>,
    ) -> io::Result<()> {
        let at = usize::from(self.column);
        self.widths.resize(self.widths.len().max(at + 1), 0);
        self.widths[at] = self.widths[at].max(chars);
        if self.row < MAX_ROWS {
            write(self.sheet, self.row, self.column, &self.formats).map_err(io::Error::other)?;
        }
        self.column += 1;
        Ok(())
    }

    /// A text, cut to what a cell holds.
    fn string(&mut self, text: &str) -> io::Result<()> {
        let end = text.char_indices().nth(MAX_CHARS).map_or(text.len(), |(end, _)| end);
        let text = &text[..end];
        self.cell(width(text), |sheet, row, column, formats| match text {
            "" => Ok(()),
            text => sheet.write_string_with_format(row, column, text, &formats.text).map(drop),
        })
    }

    /// Freezes the header, adds the filter, fits the columns.
    fn finish(self) -> io::Result<()> {
        let Self { sheet, row, widths, .. } = self;
        let fit = |sheet: &mut Worksheet| -> Result<(), XlsxError> {
            sheet.set_freeze_panes(1, 0)?;
            sheet.set_landscape().set_print_fit_to_pages(1, 0).set_repeat_rows(0, 0)?;
            let last = u16::try_from(widths.len().saturating_sub(1)).unwrap_or(u16::MAX);
            let end = row.saturating_sub(1).min(MAX_ROWS - 1);
            sheet.autofilter(0, 0, end, last)?.set_print_area(0, 0, end, last)?;
            for (column, chars) in (0..).zip(&widths) {
                let chars = (*chars).clamp(*WIDTHS.start(), *WIDTHS.end());
                sheet.set_column_width(column, u16::try_from(chars + 2).unwrap_or(u16::MAX))?;
            }
            if row > MAX_ROWS {
                let note = format!("{} more rows do not fit into a sheet; the CSV has them.", row - MAX_ROWS);
                sheet.write_string(MAX_ROWS, 0, note)?;
            }
            Ok(())
        };
        fit(sheet).map_err(io::Error::other)
    }
}

impl Sheet for Page<'_> {
    fn header(&mut self, names: &[&str]) -> io::Result<()> {
        for name in names {
            self.cell(name.len() + FILTER_BUTTON, |sheet, row, column, formats| {
                sheet.write_string_with_format(row, column, *name, &formats.header).map(drop)
            })?;
        }
        self.end_row()
    }

    fn text(&mut self, text: &str) -> io::Result<()> {
        self.string(&visible(text))
    }

    fn own(&mut self, text: &str) -> io::Result<()> {
        self.string(text)
    }

    fn code(&mut self, code: Option<ReplyCode>) -> io::Result<()> {
        self.cell(3, |sheet, row, column, formats| match code {
            Some(code) => sheet.write_number_with_format(row, column, code.get(), &formats.code).map(drop),
            None => Ok(()),
        })
    }

    #[allow(clippy::cast_precision_loss)] // a spreadsheet's numbers are doubles
    fn number(&mut self, n: u64) -> io::Result<()> {
        self.cell(n.to_string().len() * 4 / 3, |sheet, row, column, formats| {
            sheet.write_number_with_format(row, column, n as f64, &formats.number).map(drop)
        })
    }

    fn share(&mut self, share: f64) -> io::Result<()> {
        self.cell(6, |sheet, row, column, formats| {
            sheet.write_number_with_format(row, column, share, &formats.share).map(drop)
        })
    }

    fn time(&mut self, time: Option<Time>) -> io::Result<()> {
        let moment = time.and_then(|time| ExcelDateTime::parse_from_str(&time.to_string()).ok());
        self.cell(19, |sheet, row, column, formats| match (moment, time) {
            (Some(moment), _) => sheet.write_datetime_with_format(row, column, &moment, &formats.time).map(drop),
            // Years that a spreadsheet does not know.
            (None, Some(time)) => sheet.write_string(row, column, time.to_string()).map(drop),
            (None, None) => Ok(()),
        })
    }

    fn end_row(&mut self) -> io::Result<()> {
        self.row = self.row.saturating_add(1);
        self.column = 0;
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use std::io::Read;

    use super::*;
    use crate::render::tests::hostile;

    /// The parts of the package whose names begin so, one behind the other.
    fn parts(book: &[u8], prefix: &str) -> String {
        let mut package = zip::ZipArchive::new(io::Cursor::new(book)).unwrap();
        let mut all = String::new();
        for at in 0..package.len() {
            let mut part = package.by_index(at).unwrap();
            if part.name().unwrap().starts_with(prefix) {
                part.read_to_string(&mut all).unwrap();
            }
        }
        all
    }

    #[test]
    fn codes_are_numbers_in_every_sheet_that_has_them() {
        let mut book = Vec::new();
        render(&hostile::hostile(), &Style::default(), &mut book).unwrap();
        for (at, column) in [(1, 'A'), (3, 'B'), (4, 'A')] {
            let sheet = parts(&book, &format!("xl/worksheets/sheet{at}.xml"));
            let cell = sheet.split(&format!("<c r=\"{column}2\"")).nth(1).unwrap().split("</c>").next().unwrap();
            assert!(cell.ends_with("<v>550</v>") && !cell.contains("t=\"s\""), "sheet {at}: {cell}");
        }
    }

    #[test]
    fn hostile_text_is_text_and_nothing_is_calculated() {
        let report = hostile::hostile();
        let mut book = Vec::new();
        render(&report, &Style::default(), &mut book).unwrap();
        let sheets = parts(&book, "xl/worksheets/");
        assert!(!sheets.contains("<f>"), "a formula");
        assert_eq!(sheets.matches("<autoFilter").count(), View::ALL.len());
        assert_eq!(sheets.matches("state=\"frozen\"").count(), View::ALL.len());
        assert!(parts(&book, "xl/sharedStrings").contains("=cmd"), "the text itself");
        let mut again = Vec::new();
        render(&report, &Style::default(), &mut again).unwrap();
        assert_eq!(book, again);
    }
}
