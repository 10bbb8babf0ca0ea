package org.parcours.query.documents;

/** Builds HTML of which every text and every attribute is escaped: a document cannot add an element to it. */
final class HtmlBuilder {

    private final StringBuilder html = new StringBuilder();

    /** @param tag a name of ours, never a document's */
    HtmlBuilder open(String tag) {
        html.append('<').append(tag).append('>');
        return this;
    }

    /** @param attribute a name of ours */
    HtmlBuilder open(String tag, String attribute, String value) {
        html.append('<').append(tag);
        attribute(attribute, value);
        html.append('>');
        return this;
    }

    /** Begins a tag; {@link #attribute} and {@link #endOfTag} follow. */
    HtmlBuilder beginTag(String tag) {
        html.append('<').append(tag);
        return this;
    }

    HtmlBuilder attribute(String name, String value) {
        html.append(' ').append(name).append("=\"");
        text(value);
        html.append('"');
        return this;
    }

    HtmlBuilder endOfTag() {
        html.append('>');
        return this;
    }

    HtmlBuilder close(String tag) {
        html.append("</").append(tag).append('>');
        return this;
    }

    HtmlBuilder element(String tag, String text) {
        return open(tag).text(text).close(tag);
    }

    HtmlBuilder element(String tag, String attribute, String value, String text) {
        return open(tag, attribute, value).text(text).close(tag);
    }

    HtmlBuilder text(String text) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            switch (c) {
                case '&' -> html.append("&amp;");
                case '<' -> html.append("&lt;");
                case '>' -> html.append("&gt;");
                case '"' -> html.append("&quot;");
                case '\'' -> html.append("&#39;");
                default -> html.append(c < ' ' && c != '\n' && c != '\t' ? ' ' : c);
            }
        }
        return this;
    }

    /** @param fragment of a builder: escaped */
    HtmlBuilder raw(String fragment) {
        html.append(fragment);
        return this;
    }

    HtmlBuilder append(HtmlBuilder other) {
        html.append(other.html);
        return this;
    }

    boolean isEmpty() {
        return html.isEmpty();
    }

    @Override
    public String toString() {
        return html.toString();
    }
}
