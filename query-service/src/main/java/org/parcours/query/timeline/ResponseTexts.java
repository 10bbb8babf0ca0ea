package org.parcours.query.timeline;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.parcours.events.CodedWord;
import org.parcours.events.Observation;
import org.parcours.events.PartialDate;
import org.parcours.events.PartialDateTime;
import org.parcours.query.timeline.fold.EntryDetail;
import org.parcours.query.web.UiText;

/** The texts of the timeline's JSON: coded words in the language of the request, dates as ISO 8601. */
record ResponseTexts(UiText uiText) {

    String text(String text) {
        return CodedWord.write(text, uiText::word, ResponseTexts::iso);
    }

    List<String> texts(List<String> texts) {
        return texts.stream().map(this::text).toList();
    }

    Map<String, Object> details(List<EntryDetail> details) {
        Map<String, Object> named = new LinkedHashMap<>();
        details.forEach(detail -> named.put(
                detail.key().startsWith("other:") ? text(detail.key().substring("other:".length())) : detail.key(),
                detail.time()
                        .map(ResponseTexts::iso)
                        .orElseGet(() -> text(detail.text().orElse("")))));
        return named;
    }

    /** A date without a time of day has no offset: {@code 2026-03}. */
    private static String iso(PartialDateTime time) {
        return time.precision().hasTimeOfDay()
                ? time.text()
                : new PartialDate(time.time().toLocalDate(), time.precision()).text();
    }

    List<Observation> values(List<Observation> values) {
        return values.stream()
                .map(value -> value.notes().isEmpty() ? value : value.withNotes(texts(value.notes())))
                .toList();
    }
}
