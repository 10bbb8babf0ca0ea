package org.parcours.events.codec;

import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.parcours.events.Event;
import org.parcours.events.EventVersion;

/**
 * The stored name of an event: {@code org.parcours.PatientAdmitted.v2} is name {@code org.parcours.PatientAdmitted},
 * version 2. It outlives the class, which may move.
 */
public record EventType(String name, int version) {

    public static final String NAMESPACE = "org.parcours.";

    private static final Pattern FORM = Pattern.compile("(org\\.parcours\\.[A-Z][A-Za-z]*)\\.v([1-9][0-9]{0,3})");

    private static final Map<String, Class<? extends Event>> RECORDS = records(Event.class)
            .collect(Collectors.toUnmodifiableMap(record -> NAMESPACE + record.getSimpleName(), Function.identity()));

    private static final Map<Class<? extends Event>, EventType> NEWEST =
            all().collect(Collectors.toUnmodifiableMap(Function.identity(), EventType::newestOf));

    private static final Map<String, Class<? extends Event>> NEWEST_BY_TEXT = all().collect(
                    Collectors.toUnmodifiableMap(record -> newestOf(record).toString(), Function.identity()));

    /** @return empty where the text is not an event type; the name may still be unknown */
    public static Optional<EventType> parse(String text) {
        return Optional.of(FORM.matcher(text))
                .filter(Matcher::matches)
                .map(matcher -> new EventType(matcher.group(1), Integer.parseInt(matcher.group(2))));
    }

    /** The type with the record's newest version, which is the one written. */
    public static EventType of(Class<? extends Event> record) {
        return NEWEST.get(record);
    }

    private static EventType newestOf(Class<? extends Event> record) {
        EventVersion version = record.getAnnotation(EventVersion.class);
        return new EventType(NAMESPACE + record.getSimpleName(), version == null ? 1 : version.value());
    }

    /** @throws MalformedEventException where the text is not the type of an event that this service knows */
    static EventType known(String text) {
        EventType type = parse(text)
                .orElseThrow(() ->
                        new MalformedEventException("type", "Not an event type of Parcours: " + abbreviate(text)));
        if (type.record().isEmpty()) {
            throw new MalformedEventException("type", "No such event: " + abbreviate(type.name()));
        }
        int newest = type.newest().version();
        if (type.version() > newest) {
            throw new MalformedEventException(
                    "type", "Version " + type.version() + " is newer than this service's " + newest);
        }
        return type;
    }

    private static String abbreviate(String text) {
        return text.length() <= 80 ? text : text.substring(0, 80) + "…";
    }

    /** The record of an event type in its newest version; empty for any other text. */
    static Optional<Class<? extends Event>> newestRecord(String text) {
        return Optional.ofNullable(NEWEST_BY_TEXT.get(text));
    }

    /** The same event in its newest version; its name is known. */
    EventType newest() {
        return of(record().orElseThrow());
    }

    /** The record of the newest version; empty where the name is unknown. */
    public Optional<Class<? extends Event>> record() {
        return Optional.ofNullable(RECORDS.get(name));
    }

    /** All event records. */
    public static Stream<Class<? extends Event>> all() {
        return RECORDS.values().stream();
    }

    @Override
    public String toString() {
        return name + ".v" + version;
    }

    private static Stream<Class<? extends Event>> records(Class<? extends Event> type) {
        return type.isSealed()
                ? Arrays.stream(type.getPermittedSubclasses())
                        .flatMap(permitted -> records(permitted.asSubclass(Event.class)))
                : Stream.of(type);
    }
}
