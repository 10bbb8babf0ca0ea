package org.parcours.query.web;

/** Builds HTML of which every text and every attribute is escaped: a document cannot add an element to it. */
public final class HtmlBuilder {

    private final StringBuilder html = new StringBuilder();

    /** @param tag a name of ours, never a document's */
    public HtmlBuilder open(String tag) {
        html.append('<').append(tag).append('>');
        return this;
    }

    /** @param attribute a name of ours */
    public HtmlBuilder open(String tag, String attribute, String value) {
        html.append('<').append(tag);
        attribute(attribute, value);
        html.append('>');
        return this;
    }

    /** Begins a tag; {@link #attribute} and {@link #endOfTag} follow. */
    public HtmlBuilder beginTag(String tag) {
        html.append('<').append(tag);
        return this;
    }

    public HtmlBuilder attribute(String name, String value) {
        html.append(' ').append(name).append("=\"");
        text(value);
        html.append('"');
        return this;
    }

    public HtmlBuilder endOfTag() {
        html.append('>');
        return this;
    }

    public HtmlBuilder close(String tag) {
        html.append("</").append(tag).append('>');
        return this;
    }

    public HtmlBuilder element(String tag, String text) {
        return open(tag).text(text).close(tag);
    }

    public HtmlBuilder element(String tag, String attribute, String value, String text) {
        return open(tag, attribute, value).text(text).close(tag);
    }

    public HtmlBuilder text(String text) {
        int written = 0;
        for (int i = 0; i < text.length(); i++) {
            String escaped = escaped(text.charAt(i));
            if (!escaped.isEmpty()) {
                html.append(text, written, i).append(escaped);
                written = i + 1;
            }
        }
        html.append(text, written, text.length());
        return this;
    }

    /** Empty where the character stands for itself. */
    private static String escaped(char c) {
        return switch (c) {
            case '&' -> "&amp;";
            case '<' -> "&lt;";
            case '>' -> "&gt;";
            case '"' -> "&quot;";
            case '\'' -> "&#39;";
            case '\n', '\t' -> "";
            default -> c < ' ' ? " " : "";
        };
    }

    /** @param fragment of a builder: escaped */
    public HtmlBuilder raw(String fragment) {
        html.append(fragment);
        return this;
    }

    public HtmlBuilder append(HtmlBuilder other) {
        html.append(other.html);
        return this;
    }

    public boolean isEmpty() {
        return html.isEmpty();
    }

    @Override
    public String toString() {
        return html.toString();
    }
}
