package org.parcours.query.timeline;

import java.util.List;
import java.util.Optional;
import org.parcours.events.Envelope;
import org.parcours.events.EventProvenance;
import org.parcours.query.web.HtmlBuilder;
import org.parcours.query.web.UiText;

/**
 * The entries of a page as HTML. They are most of a page, and a template engine takes about ten times as long: the templates
 * have the rest.
 */
final class EntryHtmlWriter {

    private static final int SHORT_TIME = 5;

    private final HtmlBuilder html = new HtmlBuilder();
    private final UiText uiText;
    private final ContentHtmlWriter content;

    /** @param icons the URL of the file with the icons */
    EntryHtmlWriter(UiText uiText, String icons) {
        this.uiText = uiText;
        this.content = new ContentHtmlWriter(html, uiText, icons);
    }

    EntryHtmlWriter days(List<TimelineView.DayView> days) {
        for (TimelineView.DayView day : days) {
            html.open("section", "class", "day")
                    .open("h3")
                    .element("time", "datetime", day.iso(), day.label())
                    .close("h3")
                    .open("ol");
            day.entries().forEach(entry -> entry(entry, Optional.empty()));
            html.close("ol").close("section").text("\n");
        }
        return this;
    }

    /** @param history where it is shown open; otherwise it is loaded when it is opened */
    EntryHtmlWriter entry(EntryView entry, Optional<List<EntryView.HistoryEntryView>> history) {
        html.beginTag("li")
                .attribute("id", "e-" + entry.id())
                .attribute("tabindex", "-1")
                .attribute(
                        "class", "entry lane-" + entry.lane() + " status-" + entry.status() + " kind-" + entry.kind())
                .attribute("data-order", entry.order())
                .endOfTag()
                .text("\n");
        when(entry.when());
        html.text("\n")
                .beginTag("span")
                .attribute("class", "sign")
                .attribute("aria-hidden", "true")
                .endOfTag();
        html.open("svg");
        content.use(entry.icon());
        html.close("svg").close("span").text("\n").open("div", "class", "what").open("h4");
        html.element("span", "class", "kind", entry.kindLabel());
        entry.title().ifPresent(title -> html.text(" ").element("span", "class", "title", title));
        html.close("h4").text("\n");
        content(entry);
        marks(entry);
        entry.unread().ifPresent(unread -> html.element("p", "class", "unread", unread));
        if (history.isPresent()) {
            openHistory(entry, history.get());
        } else if (entry.events() > 0) {
            closedHistory(entry);
        }
        html.close("div").text("\n").open("p", "class", "state");
        content.icon("status-" + entry.status());
        html.element("span", entry.stage()).close("p").text("\n");
        source(entry.source());
        html.close("li").text("\n");
        return this;
    }

    private void when(EntryTimeView when) {
        html.open("p", "class", "when").beginTag("time");
        if (when.text().length() > SHORT_TIME) {
            html.attribute("class", "long");
        }
        html.attribute("datetime", when.iso())
                .endOfTag()
                .text(when.text())
                .close("time")
                .text(" ");
        when.origin().ifPresent(origin -> html.element("span", "class", "origin", origin));
        when.until().ifPresent(until -> html.open("span", "class", "until")
                .element("span", "class", "unseen", uiText.message("entry.until"))
                .element("i", "aria-hidden", "true", "→")
                .text(" " + until)
                .close("span"));
        html.close("p");
    }

    /** What the entry shows besides its history. */
    EntryHtmlWriter content(EntryView entry) {
        html.open("div", "class", "content");
        content.details(entry.details());
        content.notes(entry.notes());
        content.values(entry.values(), entry.id());
        content.documents(entry.documents(), entry.url());
        entry.rest().ifPresent(rest -> html.open("p", "class", "rest")
                .beginTag("a")
                .attribute("href", entry.url())
                .attribute("hx-get", entry.contentUrl())
                .attribute("hx-target", "closest .content")
                .attribute("hx-swap", "outerHTML")
                .endOfTag()
                .text(rest)
                .close("a")
                .close("p"));
        html.close("div").text("\n");
        return this;
    }

    private void marks(EntryView entry) {
        boolean isMarked = entry.late().isPresent()
                || entry.corrected().isPresent()
                || entry.backEntry().isPresent()
                || !entry.anomalies().isEmpty();
        if (!isMarked) {
            return;
        }
        html.open("ul", "class", "marks");
        entry.anomalies().forEach(anomaly -> mark("anomaly", "alert", anomaly));
        entry.late().ifPresent(late -> mark("late", "clock", late));
        entry.backEntry().ifPresent(backEntry -> mark("back-entry", "keyboard", backEntry));
        entry.corrected().ifPresent(corrected -> mark("corrected", "pencil", corrected));
        html.close("ul").text("\n");
    }

    private void mark(String kind, String icon, String text) {
        html.open("li", "class", "mark " + kind);
        content.icon(icon);
        html.element("span", text).close("li");
    }

    private void closedHistory(EntryView entry) {
        html.beginTag("details")
                .attribute("class", "history")
                .attribute("id", "h-" + entry.id())
                .endOfTag()
                .element("summary", uiText.message("entry.history", entry.events()))
                .beginTag("div")
                .attribute("class", "loading")
                .attribute("hx-get", entry.url())
                .attribute("hx-trigger", "toggle from:closest details once")
                .attribute("hx-target", "this")
                .attribute("hx-swap", "outerHTML")
                .endOfTag()
                .element("a", "href", entry.url(), uiText.message("entry.historyLink"))
                .close("div")
                .close("details");
    }

    private void openHistory(EntryView entry, List<EntryView.HistoryEntryView> history) {
        html.beginTag("details")
                .attribute("class", "history")
                .attribute("open", "")
                .endOfTag()
                .element("summary", uiText.message("entry.history", entry.events()));
        history(history, entry.url());
        html.close("details");
    }

    /** @param url of the entry */
    EntryHtmlWriter history(List<EntryView.HistoryEntryView> history, String url) {
        html.open("ol");
        history.forEach(item -> historyEntry(item, url));
        html.close("ol");
        return this;
    }

    private void historyEntry(EntryView.HistoryEntryView item, String url) {
        Envelope event = item.event();
        EventProvenance reporter = event.reporter();
        html.open("li", "class", item.status())
                .open("p")
                .element("strong", uiText.event(event))
                .text(" ")
                .element("span", "class", "history-status", uiText.message("historyStatus." + item.status()))
                .close("p");
        content.details(item.details().stream()
                .map(line -> new DetailLine(line.label(), line.text()))
                .toList());
        content.notes(item.notes());
        content.values(item.values(), event.id().toString());
        content.documents(item.documents(), url);
        item.unread().ifPresent(unread -> html.element("p", "class", "unread", unread));
        html.open("p", "class", "provenance")
                .element("span", item.occurred())
                .text(" · ")
                .element(
                        "time",
                        "datetime",
                        uiText.iso(event.recordedAt()),
                        uiText.message("history.recorded", uiText.dateTime(event.recordedAt())));
        if (event.isLate()) {
            html.text(" · ").element("span", "class", "late-word", uiText.message("history.late"));
        }
        html.text("\n· ")
                .element("span", uiText.message("history.source", reporter.application(), reporter.messageId()));
        reporter.author().ifPresent(author -> html.text(" · ").element("span", author));
        html.text(" · ")
                .element("span", "class", "number", uiText.message("history.position", event.position()))
                .close("p")
                .close("li");
    }

    private void source(String source) {
        html.open("p", "class", "source")
                .element("span", "class", "unseen", uiText.message("entry.source"))
                .text(" ")
                .element("span", source)
                .close("p");
    }

    EntryHtmlWriter notes(NoteListView notes) {
        content.notes(notes);
        return this;
    }

    @Override
    public String toString() {
        return html.toString();
    }
}
