//! The words of a rule's page.

use super::Say;
use crate::model::{
    Axis, Blank, Each, Equation, Function, Language, Levels, Origin, Printing, Role, Scope, Shape,
    Slack,
};

impl Say {
    pub fn what(self) -> &'static str {
        self.pick("内容", "what")
    }

    pub fn why(self) -> &'static str {
        self.pick("理由", "why")
    }

    pub fn to_do(self) -> &'static str {
        self.pick("如何处理", "what to do")
    }

    pub fn reference(self) -> &'static str {
        self.pick("依据", "reference")
    }

    pub fn severity_title(self) -> &'static str {
        self.pick("级别", "severity")
    }

    pub fn formula(self) -> &'static str {
        self.pick("公式", "formula")
    }

    pub fn phrases(self) -> &'static str {
        self.pick("措辞", "phrases")
    }

    pub fn more_phrases(self, count: usize) -> String {
        match self.0 {
            Language::Zh => format!("另有 {count} 种"),
            Language::En => format!("{count} more"),
        }
    }

    pub fn applies_to(self) -> &'static str {
        self.pick("适用", "applies to")
    }

    pub fn slack_title(self) -> &'static str {
        self.pick("容许差", "slack")
    }

    pub fn example(self) -> &'static str {
        self.pick("例：违反此规则的报告", "example: a report that breaks it")
    }

    pub fn message(self) -> &'static str {
        self.pick("检查这份报告得到", "what checking it prints")
    }

    pub fn allow(self) -> &'static str {
        self.pick("如何放行", "to allow it")
    }

    pub fn origin_title(self) -> &'static str {
        self.pick("来源", "from")
    }

    pub fn origin(self, origin: &Origin) -> String {
        match origin {
            Origin::Builtin => self.pick("内置", "built in").to_owned(),
            Origin::File(path) => path.clone(),
        }
    }

    pub fn any_report(self) -> &'static str {
        self.pick("任何报告", "any report")
    }

    pub fn reports_named(self, titles: &[String]) -> String {
        match self.0 {
            Language::Zh => format!("标题含“{}”的报告", titles.join("”或“")),
            Language::En => format!("reports with “{}” in a title", titles.join("” or “")),
        }
    }

    /// What a rule of this shape holds a report to.
    pub fn shape(self, shape: Shape) -> String {
        let words = match shape {
            Shape::Foot => self.pick(
                "表中的合计行等于它所包含的各行之和。",
                "A total row is the sum of the rows that it totals.",
            ),
            Shape::Cross => self.pick(
                "表中的合计列等于它所包含的各列之和。",
                "A total column is the sum of the columns that it totals.",
            ),
            Shape::Difference => self.pick(
                "差额列（行）等于它所指的两列（行）之差。",
                "A difference is one column (row) minus the other.",
            ),
            Shape::Average => self.pick(
                "平均数等于它所平均的各数之和除以个数。",
                "An average is the sum of its parts divided by how many there are.",
            ),
            Shape::Quotient => self.pick(
                "占比、比率、人均数等于它所指的两数之商。",
                "A share, rate or ratio is one figure divided by the other.",
            ),
            Shape::Growth => self.pick(
                "增减百分比等于变动额除以基数。",
                "A change in per cent is the change divided by the earlier amount.",
            ),
            Shape::Displayed => self.pick(
                "工作簿中存储的数相加相符时，显示的数相加也相符。",
                "A sum that holds for the figures that a workbook stores holds for those that it displays.",
            ),
            Shape::Computed => self.pick(
                "同一行（列）的其他数由公式算出时，这个数也由公式算出。",
                "Where the other figures of a row or column are formulas, so is this one.",
            ),
            Shape::Sentence(saying) => return saying.claim().get(self.0).to_owned(),
        };
        words.to_owned()
    }

    pub fn formula_what(self, scope: Scope) -> &'static str {
        match scope {
            Scope::Sentence => self.pick(
                "同一句话里，公式成立。",
                "Within one sentence, the formula holds.",
            ),
            Scope::Table => self.pick(
                "同一张表里，公式成立。",
                "Within one table, the formula holds.",
            ),
            Scope::Near => self.pick(
                "同一张表或同一句话里，公式成立。",
                "Within one table or one sentence, the formula holds.",
            ),
            Scope::Document => self.pick(
                "在整份报告里，公式成立。",
                "Anywhere in the report, the formula holds.",
            ),
        }
    }

    pub fn tie_what(self, concepts: &str) -> String {
        match self.0 {
            Language::Zh => format!("同一报告里，下列各数每处所列相同：{concepts}。"),
            Language::En => {
                format!("Each of these has one value wherever the report states it: {concepts}.")
            }
        }
    }

    pub fn lines_what(self, equation: &Equation) -> String {
        let formula = equation.text();
        let table = equation.table.caption.join(self.comma());
        match (self.is_zh(), equation.axis, table.is_empty()) {
            (true, Axis::Row, true) => format!("表中各列：{formula}。"),
            (true, Axis::Column, true) => format!("表中各行：{formula}。"),
            (true, Axis::Row, false) => format!("“{table}”表中各列：{formula}。"),
            (true, Axis::Column, false) => format!("“{table}”表中各行：{formula}。"),
            (false, Axis::Row, true) => format!("In each column of a table, {formula}."),
            (false, Axis::Column, true) => format!("In each row of a table, {formula}."),
            (false, Axis::Row, false) => {
                format!("In each column of the table “{table}”, {formula}.")
            }
            (false, Axis::Column, false) => {
                format!("In each row of the table “{table}”, {formula}.")
            }
        }
    }

    pub fn across_what(self, role: Role) -> &'static str {
        match role {
            Role::Prior => self.pick(
                "本报告的数与上年同类报告的数相符（公式左边是本报告，右边是上年的报告）。",
                "This report agrees with that of last year (left in the formula this one, right the other).",
            ),
            Role::Budget => self.pick(
                "本报告的数与同一单位同年预算的数相符（公式左边是本报告，右边是预算）。",
                "This report agrees with the budget of its year (left in the formula this one, right the budget).",
            ),
            Role::Final => self.pick(
                "本报告的数与同一单位同年决算的数相符（公式左边是本报告，右边是决算）。",
                "This report agrees with the final accounts of its year (left in the formula this one, right the accounts).",
            ),
            Role::Parent => self.pick(
                "本报告的数与上级报告的数相符（公式左边是本报告，右边是上级的报告）。",
                "This report agrees with that of its parent (left in the formula this one, right the parent's).",
            ),
            Role::Children => self.pick(
                "本报告的数等于各下级报告的数之和（公式左边是本报告，右边是各下级报告之和）。",
                "This report is the sum of those of its children (left in the formula this one, right the children's, added up).",
            ),
        }
    }

    pub fn quotes_what(self) -> &'static str {
        self.pick(
            "本报告所说的上年数，以及与上年相比的增减，与上年报告一致。",
            "What it says of last year, and by how much it changed since, is what last year's report states.",
        )
    }

    pub fn statement_what(self) -> &'static str {
        self.pick(
            "文中有这类措辞时，公式成立。",
            "Where the text uses such words, the formula holds.",
        )
    }

    pub fn provided(self, conditions: &str) -> String {
        match self.0 {
            Language::Zh => format!("前提是{conditions}（报告写有这些数时）。"),
            Language::En => format!("Only where {conditions}, if the report states these figures."),
        }
    }

    pub fn form_what(self, each: Each) -> &'static str {
        match each {
            Each::Row => self.pick("每一行都要核对。", "Checked in every row."),
            Each::Column => self.pick("每一列都要核对。", "Checked in every column."),
            Each::Code => self.pick("按科目编码逐行核对。", "Checked row by row, by code."),
            Each::Label => self.pick("按名称逐行核对。", "Checked row by row, by label."),
            Each::Cell => self.pick(
                "核对所指的数。",
                "The figures named are held against each other.",
            ),
        }
    }

    pub fn any_of(self) -> &'static str {
        self.pick(
            "几个公式中有一个成立即可。",
            "One of the formulas must hold.",
        )
    }

    pub fn under(self, labels: &str) -> String {
        match self.0 {
            Language::Zh => format!("只用于“{labels}”及其下各行。"),
            Language::En => format!("For “{labels}” and the rows under it."),
        }
    }

    pub fn in_tables(self, titles: &str) -> String {
        match self.0 {
            Language::Zh => format!("用于：{titles}。"),
            Language::En => format!("In: {titles}."),
        }
    }

    pub fn codes_what(self, by: Levels) -> &'static str {
        match by {
            Levels::Codes => self.pick(
                "每个科目编码的数等于下级编码之和（类 = 款之和，款 = 项之和），合计等于各类之和。",
                "The amount of each code is the sum of the codes under it, and the total that of the outermost codes.",
            ),
            Levels::Columns => self.pick(
                "名称分列成级的表，每一行等于其下一级各行之和，合计等于最上一级各行之和。",
                "Where columns of labels are levels, each row is the sum of the rows one level under it, and the total that of the outermost rows.",
            ),
        }
    }

    pub fn scores_what(self) -> &'static str {
        self.pick(
            "上一级指标的分值等于下一级各分值之和；总分行的分值和得分等于各行之和。",
            "The weight of an indicator is the sum of those one level under it; the total row adds up weights and scores.",
        )
    }

    pub fn printing_what(self, asked: Printing) -> &'static str {
        match asked {
            Printing::Decimals => self.pick(
                "同一列的数小数位数相同；整数不论。",
                "The figures of a column have the same number of decimals; whole numbers are left alone.",
            ),
            Printing::Units => self.pick(
                "表题写明金额单位的，表里要有这个单位的金额。",
                "Where a caption names the unit of its amounts, the table has amounts in it.",
            ),
        }
    }

    pub fn code_names_what(self, title: &str) -> String {
        match self.0 {
            Language::Zh => format!("{title}的编码旁边不能写别的编码的名称；用过的旧名称可以。"),
            Language::En => {
                format!(
                    "Beside a code of the {title} stands no other code's name; its own older names may."
                )
            }
        }
    }

    pub fn present_what(self, titles: &str, with: &str, least: usize) -> String {
        match self.0 {
            Language::Zh => {
                format!("报告有 {least} 张以上这样的表（{with}）时，应当有：{titles}。")
            }
            Language::En => {
                format!("A report with at least {least} of “{with}” has “{titles}”.")
            }
        }
    }

    pub fn stated_what(self) -> &'static str {
        self.pick(
            "没有数的表，要在表里或表下说明为空。",
            "A table without figures says so, in the table or under it.",
        )
    }

    pub fn total_row(self) -> &'static str {
        self.pick(
            "表中没有名称的合计，其各部分与公式右边相同的，视为公式左边。",
            "A nameless total whose parts are those of the right side stands for the left side.",
        )
    }

    pub fn optional(self, names: &str) -> String {
        match self.0 {
            Language::Zh => format!("报告未列的下列各数按 0 计：{names}。"),
            Language::En => format!("Counted as 0 where the report does not state them: {names}."),
        }
    }

    pub fn blank(self, blank: Blank) -> Option<&'static str> {
        match blank {
            Blank::Unbound => None,
            Blank::Zero => Some(self.pick("空白单元格按 0 计。", "A blank cell counts as 0.")),
        }
    }

    pub fn slack_rule(self, slack: &Slack) -> String {
        match (slack, self.0) {
            (Slack::Printed, Language::Zh) => "按所列小数位数".into(),
            (Slack::Printed, Language::En) => "as far as the printed decimals leave open".into(),
            (Slack::Exact, Language::Zh) => "须完全相等".into(),
            (Slack::Exact, Language::En) => "none: must be exact".into(),
            (Slack::Absolute(by), _) => format!("±{by}"),
            (Slack::Relative(by), Language::Zh) => format!("± 计算值 × {by}"),
            (Slack::Relative(by), Language::En) => format!("± computed value × {by}"),
        }
    }

    pub fn function(self, function: Function) -> &'static str {
        match function {
            Function::Sum => self.pick("合计", "sum"),
            Function::Abs => self.pick("绝对值", "abs"),
            Function::Round => self.pick("四舍五入", "round"),
            Function::Min => self.pick("最小", "min"),
            Function::Max => self.pick("最大", "max"),
            Function::Prior => self.pick("上年", "prior"),
        }
    }
}
