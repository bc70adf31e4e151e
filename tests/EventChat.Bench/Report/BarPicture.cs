using System.Globalization;
using System.Net;
using System.Text;

namespace EventChat.Bench.Report;

/// <summary>
/// The figures as an SVG: a bar for each, drawn against what it should be, so that the line in the middle is the same for
/// all. Where less is better, a bar that ends before the line is a good one.
/// </summary>
internal static class BarPicture
{
    private const int Width = 960;
    private const int RowHeight = 34;
    private const int Top = 56;
    private const int BarsAt = 400;
    private const int Line = 200;
    private const int Longest = 330;

    public static string Draw(Findings findings)
    {
        var rows = findings.Figures.Where(static figure => figure.Bar is not null && double.IsFinite(figure.Value)).ToList();
        var height = Top + (rows.Count * RowHeight) + 16;
        var svg = new StringBuilder();
        svg.Append(Invariant(
            $"""<svg xmlns="http://www.w3.org/2000/svg" width="{Width}" height="{height}" viewBox="0 0 {Width} {height}" """));
        svg.AppendLine("""font-family="system-ui, sans-serif" font-size="13">""");
        svg.AppendLine(Invariant($"""<rect width="{Width}" height="{height}" fill="#ffffff"/>"""));
        svg.AppendLine("""<text x="16" y="26" font-size="17" font-weight="600" fill="#1f2937">EventChat, measured</text>""");
        svg.AppendLine(Invariant($"""<text x="{BarsAt + Line}" y="44" text-anchor="middle" fill="#6b7280">the bar</text>"""));
        svg.AppendLine(Invariant(
            $"""<text x="{Width - 16}" y="26" text-anchor="end" fill="#6b7280">grey mark: what the framework alone reaches; » goes on</text>"""));
        foreach (var (index, figure) in rows.Index()) svg.Append(Row(figure, Top + (index * RowHeight)));
        svg.AppendLine(Invariant(
            $"""<path d="M{BarsAt + Line} 50V{height - 12}" stroke="#1f2937" stroke-dasharray="4 3"/>"""));
        return svg.AppendLine("</svg>").ToString();
    }

    private static string Row(Figure figure, int y)
    {
        var length = Length(figure, figure.Value);
        var colour = figure.Met == true ? "#2f9e62" : "#d1495b";
        var direction = figure.Bar!.IsFloor ? "more is better" : "less is better";
        var row = new StringBuilder();
        row.AppendLine(Invariant($"""<text x="16" y="{y + 14}" fill="#1f2937">{WebUtility.HtmlEncode(figure.Name)}</text>"""));
        row.AppendLine(Invariant($"""<text x="16" y="{y + 27}" font-size="10" fill="#6b7280">bar {figure.Bar.Text(figure)}, {direction}</text>"""));
        row.AppendLine(Invariant($"""<rect x="{BarsAt}" y="{y + 4}" width="{length}" height="18" rx="2" fill="{colour}"/>"""));
        if (length == Longest) row.AppendLine(Invariant($"""<text x="{BarsAt + Longest + 14}" y="{y + 18}" fill="{colour}">»</text>"""));
        if (figure.Limit is { } limit) row.AppendLine(LimitMark(figure, limit, y));
        row.AppendLine(Invariant(
            $"""<text x="{Width - 16}" y="{y + 18}" text-anchor="end" font-weight="600" fill="#1f2937">{figure.Text(figure.Value)}</text>"""));
        return row.ToString();
    }

    private static string LimitMark(Figure figure, double limit, int y)
    {
        var at = BarsAt + Length(figure, limit);
        return Invariant($"""<path d="M{at} {y + 1}v24" stroke="#6b7280" stroke-width="3"><title>bare limit {figure.Text(limit)}</title></path>""");
    }

    private static int Length(Figure figure, double value) =>
        (int)Math.Clamp(Line * value / figure.Bar!.Value, 2, Longest);

    private static string Invariant(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
