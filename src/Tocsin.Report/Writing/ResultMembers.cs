using System.Text;
using Tocsin.Kql.Results;
using Tocsin.Kql.Types;

namespace Tocsin.Report.Writing;

/// <summary>What JSON says of a result beside its rows: its columns, its name, how it asks to be drawn.</summary>
internal static class ResultMembers
{
    /// <summary><c>"columns":[{"name","type"},…]</c>.</summary>
    public static void AppendColumns(ByteBuffer buffer, IReadOnlyList<ResultColumn> columns)
    {
        buffer.Append("\"columns\":["u8);
        for (var i = 0; i < columns.Count; i++)
        {
            buffer.Append(i == 0 ? "{\"name\":"u8 : ",{\"name\":"u8);
            AppendText(buffer, columns[i].Name);
            buffer.Append(",\"type\":"u8);
            AppendText(buffer, columns[i].Type.Name());
            buffer.Append((byte)'}');
        }

        buffer.Append((byte)']');
    }

    /// <summary><c>"name":"…"</c>, where there is one.</summary>
    public static void AppendName(ByteBuffer buffer, NamedResult result, ReadOnlySpan<byte> before, ReadOnlySpan<byte> after)
    {
        if (result.Name is { } name)
        {
            buffer.Append(before);
            buffer.Append("\"name\":"u8);
            AppendText(buffer, name);
            buffer.Append(after);
        }
    }

    /// <summary><c>"render":{"visualization":"…","properties":{"name":"text",…}}</c>, where there is one.</summary>
    public static void AppendRender(ByteBuffer buffer, NamedResult result, ReadOnlySpan<byte> before, ReadOnlySpan<byte> after)
    {
        if (result.Render is { } render)
        {
            buffer.Append(before);
            AppendRender(buffer, render);
            buffer.Append(after);
        }
    }

    /// <summary>How a result asks to be drawn, for people: <c>render: timechart title=…</c>.</summary>
    public static string RenderForPeople(RenderHint render) =>
        TerminalText.Neutralise($"render: {string.Join(' ', render.Properties.Select(p => $"{p.Key}={p.Value}").Prepend(render.Visualization))}");

    private static void AppendRender(ByteBuffer buffer, RenderHint render)
    {
        buffer.Append("\"render\":{\"visualization\":"u8);
        AppendText(buffer, render.Visualization);
        buffer.Append(",\"properties\":{"u8);
        for (var i = 0; i < render.Properties.Length; i++)
        {
            buffer.Append(i == 0 ? ""u8 : ","u8);
            AppendText(buffer, render.Properties[i].Key);
            buffer.Append((byte)':');
            AppendText(buffer, render.Properties[i].Value);
        }

        buffer.Append("}}"u8);
    }

    private static void AppendText(ByteBuffer buffer, string text) => JsonValues.AppendString(buffer, Encoding.UTF8.GetBytes(text));
}
