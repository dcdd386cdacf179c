//! Tables in plain text.

use std::fmt::Write as _;

use unicode_width::UnicodeWidthStr as _;

/// A table with aligned columns. Values are shown whole: what is cut off cannot be searched for.
pub(crate) struct Table {
    head: Vec<&'static str>,
    rows: Vec<Vec<String>>,
}

impl Table {
    /// An empty table with its headings.
    pub(crate) fn new<const N: usize>(head: [&'static str; N]) -> Self {
        Self {
            head: head.to_vec(),
            rows: Vec::new(),
        }
    }

    /// Adds a row, one value a heading.
    pub(crate) fn row<const N: usize>(&mut self, values: [String; N]) {
        self.rows.push(values.map(|value| plain(&value)).to_vec());
    }

    /// Whether it has no row.
    pub(crate) fn is_empty(&self) -> bool {
        self.rows.is_empty()
    }

    /// The table as text: a line of headings, then a line a row.
    pub(crate) fn render(&self) -> String {
        let mut widths: Vec<usize> = self.head.iter().map(|name| name.width()).collect();
        for row in &self.rows {
            for (width, value) in widths.iter_mut().zip(row) {
                *width = (*width).max(value.width());
            }
        }
        let mut text = String::new();
        line(&mut text, &widths, self.head.iter().copied());
        for row in &self.rows {
            line(&mut text, &widths, row.iter().map(String::as_str));
        }
        text
    }
}

fn line<'a>(text: &mut String, widths: &[usize], values: impl Iterator<Item = &'a str>) {
    let mut gap = 0;
    for (width, value) in widths.iter().zip(values) {
        // Blanks are written before the next value only, so that no line ends in them.
        if !value.is_empty() {
            let _ = write!(text, "{:gap$}{value}", "");
            gap = 0;
        }
        gap += width - value.width() + 2;
    }
    text.push('\n');
}

/// What a remote system sent may hold signs that steer a terminal. They are shown as what they are: nothing.
fn plain(value: &str) -> String {
    value.chars().filter(|sign| !sign.is_control()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn columns_are_aligned_in_any_script_and_lines_end_clean() {
        let mut table = Table::new(["ID", "Name", "Reason"]);
        table.row(["1".into(), "Zoë O'Brien".into(), "no_counterpart".into()]);
        table.row(["20".into(), "山田 太郎".into(), String::new()]);
        table.row(["3".into(), String::new(), "x".into()]);
        assert_eq!(
            table.render(),
            "ID  Name         Reason\n\
             1   Zoë O'Brien  no_counterpart\n\
             20  山田 太郎\n\
             3                x\n"
        );
    }

    #[test]
    fn a_name_cannot_steer_the_terminal() {
        let mut table = Table::new(["Name"]);
        table.row(["\u{1b}[2JEve\r\n".into()]);
        assert_eq!(table.render(), "Name\n[2JEve\n");
    }
}
