package org.parcours.query.timeline;

import java.util.List;
import org.parcours.query.web.HtmlBuilder;
import org.parcours.query.web.UiText;

/** What an entry, an event or a patient shows: details, comments, values and documents, as HTML. */
final class ContentHtmlWriter {

    private final HtmlBuilder html;
    private final UiText uiText;
    private final String icons;

    /** @param icons the URL of the file with the icons */
    ContentHtmlWriter(HtmlBuilder html, UiText uiText, String icons) {
        this.html = html;
        this.uiText = uiText;
        this.icons = icons;
    }

    void details(List<DetailLine> lines) {
        if (lines.isEmpty()) {
            return;
        }
        html.open("dl", "class", "facts");
        for (DetailLine line : lines) {
            html.open("div").element("dt", line.label());
            if (line.elsewhere().isEmpty()) {
                html.element("dd", line.text());
            } else {
                html.open("dd", "class", "elsewhere");
                line.elsewhere().forEach(this::elsewhere);
                html.close("dd");
            }
            html.close("div");
        }
        html.close("dl");
    }

    private void elsewhere(DetailLine.ElsewhereLine place) {
        html.open("span");
        if (place.url().isPresent()) {
            html.beginTag("a")
                    .attribute("href", place.url().get())
                    .attribute("target", "_blank")
                    .attribute("rel", "noopener noreferrer external")
                    .endOfTag()
                    .text(place.text())
                    .close("a")
                    .text(" " + uiText.message("document.outside"));
        } else {
            html.text(place.text());
        }
        html.close("span");
    }

    void notes(NoteListView notes) {
        notes.shown().forEach(this::note);
        if (!notes.more().isEmpty()) {
            html.open("details", "class", "more")
                    .element(
                            "summary", uiText.message("notes.more", notes.more().size()));
            notes.more().forEach(this::note);
            html.close("details");
        }
    }

    private void note(NoteListView.NoteView note) {
        html.element("p", "class", note.columns() ? "note columns" : "note", note.text());
    }

    /** @param id of the entry or event, for the ids of the disclosures */
    void values(ValueListView values, String id) {
        if (!values.isEmpty()) {
            html.open("ul", "class", "values");
            values.shown().forEach(this::listedValue);
            for (int i = 0; i < values.series().size(); i++) {
                series(values.series().get(i), "s-" + id + "-" + i);
            }
            html.close("ul");
        }
        if (!values.more().isEmpty()) {
            beginDisclosure(
                    "v-" + id, uiText.message("values.more", values.more().size()));
            listedValues(values.more());
            html.close("details");
        }
    }

    private void beginDisclosure(String id, String summary) {
        html.beginTag("details")
                .attribute("class", "more")
                .attribute("id", id)
                .endOfTag()
                .element("summary", summary);
    }

    private void listedValues(List<ValueView> values) {
        html.open("ul", "class", "values");
        values.forEach(this::listedValue);
        html.close("ul");
    }

    private void listedValue(ValueView value) {
        openWithClass("li", value.cssClass());
        value(value);
        html.close("li");
    }

    private void openWithClass(String tag, String cssClass) {
        if (cssClass.isEmpty()) {
            html.open(tag);
        } else {
            html.open(tag, "class", cssClass);
        }
    }

    private void series(ValueSeriesView series, String id) {
        html.open("li", "class", "series");
        openWithClass("span", series.last().cssClass());
        value(series.last());
        html.close("span").text(" ");
        if (series.values().isEmpty()) {
            html.element("span", "class", "range", series.summary());
        } else {
            beginDisclosure(id, series.summary());
            series.leftOut().ifPresent(text -> html.element("p", "class", "hint", text));
            listedValues(series.values());
            html.close("details");
        }
        html.close("li");
    }

    private void value(ValueView value) {
        html.element("span", "class", "name", value.name()).text(" ").element("b", value.value());
        value.remark().ifPresent(remark -> html.text(" ")
                .open("span", "class", "flag")
                .element("i", "aria-hidden", "true", value.sign())
                .text(" " + remark)
                .close("span"));
        value.range().ifPresent(range -> html.text(" ").element("span", "class", "range", "[" + range + "]"));
        value.observed().ifPresent(time -> html.text(" ").element("span", "class", "observed", time));
        notes(value.notes());
    }

    /** @param url of the entry that has them */
    void documents(List<EntryView.DocumentView> documents, String url) {
        if (documents.isEmpty()) {
            return;
        }
        html.open("ul", "class", "documents");
        for (EntryView.DocumentView document : documents) {
            html.open("li");
            icon("document");
            html.element("a", "href", url + "/" + document.path(), document.text());
            document.restrictions()
                    .forEach(restriction -> html.text(" ").element("span", "class", "restriction", restriction));
            html.close("li");
        }
        html.close("ul");
    }

    void icon(String name) {
        html.open("svg", "aria-hidden", "true");
        use(name);
        html.close("svg");
    }

    void use(String name) {
        html.open("use", "href", icons + "#" + name).close("use");
    }
}
