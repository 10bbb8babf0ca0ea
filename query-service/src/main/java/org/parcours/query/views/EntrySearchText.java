package org.parcours.query.views;

import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.parcours.query.timeline.fold.EntryDetail;
import org.parcours.query.timeline.fold.TimelineEntry;

/** What a person would type to find an entry: the words of its texts, without accents and case. */
public final class EntrySearchText {

    private static final int MAX_LENGTH = 2000;

    private EntrySearchText() {}

    public static String of(TimelineEntry entry) {
        String words = Stream.of(
                        entry.title().stream(),
                        entry.details().stream().map(EntryDetail::text).flatMap(Optional::stream),
                        entry.values().stream().map(value -> value.code().label()),
                        entry.notes().stream(),
                        Stream.of(entry.reporter().application()))
                .flatMap(texts -> texts)
                .flatMap(text -> SearchTokenizer.tokenize(text).stream())
                .distinct()
                .collect(Collectors.joining(" "));
        return words.length() <= MAX_LENGTH ? words : words.substring(0, MAX_LENGTH);
    }
}
