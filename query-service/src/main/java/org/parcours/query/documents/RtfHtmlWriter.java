package org.parcours.query.documents;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.parcours.query.web.HtmlBuilder;

/** Paragraphs and tables with their bold, italic, underlined, struck, raised and lowered text. */
final class RtfHtmlWriter {

    private final HtmlBuilder html = new HtmlBuilder();
    private final List<HtmlBuilder> row = new ArrayList<>();
    private HtmlBuilder cell = new HtmlBuilder();
    private HtmlBuilder paragraph = new HtmlBuilder();
    private boolean inTable;

    /** @param tags of HTML, outer first */
    record Format(Set<String> tags) {

        static final Format PLAIN = new Format(Set.of());

        Format {
            tags = Collections.unmodifiableSet(new TreeSet<>(tags));
        }

        Format with(String tag, boolean on) {
            Set<String> changed = new TreeSet<>(tags);
            if (on) {
                changed.add(tag);
            } else {
                changed.remove(tag);
            }
            return new Format(changed);
        }
    }

    void text(String text, Format format) {
        List<String> tags = new ArrayList<>(format.tags());
        tags.forEach(paragraph::open);
        paragraph.text(text);
        tags.reversed().forEach(paragraph::close);
    }

    void lineBreak() {
        paragraph.open("br");
    }

    /** @param tableCell whether the paragraph belongs to a cell (\intbl) */
    void endParagraph(boolean tableCell) {
        if (tableCell) {
            if (!paragraph.isEmpty()) {
                cell.open("p").append(paragraph).close("p");
            }
        } else {
            endTable();
            if (!paragraph.isEmpty()) {
                html.open("p").append(paragraph).close("p");
            }
        }
        paragraph = new HtmlBuilder();
    }

    void endCell() {
        endParagraph(true);
        row.add(cell);
        cell = new HtmlBuilder();
    }

    void endRow() {
        if (!paragraph.isEmpty() || !cell.isEmpty()) {
            endCell();
        }
        writeRow();
    }

    private void writeRow() {
        if (row.isEmpty()) {
            return;
        }
        if (!inTable) {
            html.open("table").open("tbody");
            inTable = true;
        }
        html.open("tr");
        row.forEach(content -> html.open("td").append(content).close("td"));
        html.close("tr");
        row.clear();
    }

    /** A row that is not ended is one nevertheless; the paragraph at hand comes after the table. */
    private void endTable() {
        if (!cell.isEmpty()) {
            row.add(cell);
            cell = new HtmlBuilder();
        }
        writeRow();
        if (inTable) {
            html.close("tbody").close("table");
            inTable = false;
        }
    }

    String finish() {
        endParagraph(false);
        endTable();
        return html.toString();
    }
}
