package org.parcours.query.timeline;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.parcours.query.timeline.fold.EntryDetail;
import org.parcours.query.timeline.fold.TimelineEntry;
import org.parcours.query.web.UiText;

/**
 * What a list shows of an entry with hundreds of values or long texts, and what it leaves to the entry's own page. One of
 * these for each entry; it counts what it leaves out.
 */
final class ShortTexts {

    private static final int LONG_ENTRY = 4000;
    private static final int MANY_VALUES = 40;
    private static final int MAX_TEXT = 600;
    private static final int MAX_DETAILS = 30;
    private static final int MAX_NOTES = 3;
    private static final int MAX_DOCUMENTS = 10;

    private int values;
    private int flaggedValues;
    private int notes;
    private int documents;
    private boolean shortened;

    /** Whether the list does not show all of it. */
    static boolean isLong(TimelineEntry entry) {
        return entry.values().size() > MANY_VALUES
                || entry.documents().size() > MAX_DOCUMENTS
                || Stream.of(
                                        entry.title().stream(),
                                        entry.notes().stream(),
                                        entry.details().stream()
                                                .map(EntryDetail::text)
                                                .flatMap(Optional::stream),
                                        entry.unread().stream(),
                                        entry.values().stream()
                                                .flatMap(value -> Stream.concat(
                                                        Stream.of(value.value()), value.notes().stream())))
                                .flatMap(texts -> texts)
                                .mapToInt(String::length)
                                .sum()
                        > LONG_ENTRY;
    }

    String text(String text) {
        if (text.length() <= MAX_TEXT) {
            return text;
        }
        shortened = true;
        int end = Character.isHighSurrogate(text.charAt(MAX_TEXT - 1)) ? MAX_TEXT - 1 : MAX_TEXT;
        return text.substring(0, end) + "…";
    }

    List<String> notes(List<String> all) {
        notes += Math.max(0, all.size() - MAX_NOTES);
        return all.stream().limit(MAX_NOTES).map(this::text).toList();
    }

    List<DetailLine> details(List<DetailLine> all) {
        shortened |= all.size() > MAX_DETAILS;
        return all.stream()
                .limit(MAX_DETAILS)
                .map(line -> new DetailLine(line.label(), text(line.text()), line.elsewhere()))
                .toList();
    }

    <T> List<T> documents(List<T> all) {
        documents += Math.max(0, all.size() - MAX_DOCUMENTS);
        return all.stream().limit(MAX_DOCUMENTS).toList();
    }

    void leaveOutValue(boolean flagged) {
        values++;
        flaggedValues += flagged ? 1 : 0;
    }

    /** What is left out, in words. */
    Optional<String> rest(UiText uiText) {
        List<String> parts = new ArrayList<>();
        if (values > 0) {
            parts.add(uiText.message("values.more", values)
                    + (flaggedValues > 0 ? ", " + uiText.message("values.flaggedAmong", flaggedValues) : ""));
        }
        if (notes > 0) {
            parts.add(uiText.message("notes.more", notes));
        }
        if (documents > 0) {
            parts.add(uiText.message("documents.more", documents));
        }
        if (parts.isEmpty() && shortened) {
            parts.add(uiText.message("entry.whole"));
        }
        return parts.isEmpty() ? Optional.empty() : Optional.of(String.join(" · ", parts));
    }
}
