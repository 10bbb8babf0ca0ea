package org.parcours.query.web;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.Period;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.parcours.events.Anomaly;
import org.parcours.events.CodedWord;
import org.parcours.events.Envelope;
import org.parcours.events.Identifier;
import org.parcours.events.PartialDate;
import org.parcours.events.PartialDateTime;
import org.parcours.events.PersonName;
import org.parcours.events.SupportedYears;
import org.parcours.events.TimeOrigin;
import org.parcours.events.TimePrecision;
import org.parcours.events.codec.EventType;
import org.springframework.context.MessageSource;

/** Texts for the screens in one language and time zone: 24 hours, and months as words, so that a date is unambiguous. */
public final class UiText {

    /** {@code urn:parcours:sender:APPLICATION:FACILITY}, and a namespace where the message names one. */
    private static final String SENDER_SYSTEM = "urn:parcours:sender:";

    private static final Map<Locale, Map<String, DateTimeFormatter>> FORMATTERS = new ConcurrentHashMap<>();

    private final MessageSource messages;
    private final Locale locale;
    private final ZoneId zone;

    public UiText(MessageSource messages, Locale locale, ZoneId zone) {
        this.messages = messages;
        this.locale = locale;
        this.zone = zone;
    }

    public Locale locale() {
        return locale;
    }

    public String lang() {
        return locale.getLanguage();
    }

    public String message(String key, Object... arguments) {
        return messages.getMessage(key, arguments, locale);
    }

    /** @param fallback the text where the key has no translation: a code or text of the source application */
    public String messageOr(String fallback, String key) {
        return messages.getMessage(key, null, fallback, locale);
    }

    /** The text of an event with its coded words and times in this language. */
    public String words(String text) {
        return CodedWord.write(text, this::word, this::partialDateTime);
    }

    /** A coded word ({@link CodedWord}) in this language. */
    public Optional<String> word(String key) {
        if (key.startsWith("code.") || key.startsWith("detail.")) {
            return Optional.of(messageOr(key.substring(key.indexOf('.') + 1), key));
        }
        return Optional.ofNullable(messages.getMessage("word." + key, null, null, locale));
    }

    public String feed(String code) {
        return messageOr(code, "feed." + code);
    }

    /** @param name without namespace and version */
    public String event(String name) {
        return messageOr(name, "event." + name);
    }

    public String event(Envelope envelope) {
        return event(EventType.of(envelope.event().getClass()).name().substring(EventType.NAMESPACE.length()));
    }

    public String anomaly(Anomaly.Code code) {
        return messageOr(code.name(), "anomaly." + code);
    }

    /** The detail of an anomaly; the traits of another person by their names. */
    public String anomalyDetail(Anomaly.Code code, String detail) {
        return code == Anomaly.Code.ANOTHER_PERSON_UNDER_THIS_NUMBER
                ? Stream.of(detail.split(", "))
                        .map(trait -> messageOr(trait, "trait." + trait))
                        .collect(Collectors.joining(", "))
                : detail;
    }

    public ZoneId zone() {
        return zone;
    }

    /** Names the fields of the messages that no mapping reads. */
    public Optional<String> unread(List<String> paths) {
        return paths.isEmpty() ? Optional.empty() : Optional.of(message("entry.unread", String.join(", ", paths)));
    }

    public LocalDate date(Instant instant) {
        return local(instant).toLocalDate();
    }

    /** The day to show; a date without a time of day is that of its text, in whatever zone it was written. */
    public LocalDate date(PartialDateTime time) {
        return time.precision().hasTimeOfDay()
                ? date(time.toInstant())
                : time.time().toLocalDate();
    }

    /** The time of day; with the offset in the hour that is repeated in autumn. */
    public String time(Instant instant) {
        ZonedDateTime local = local(instant);
        boolean repeated =
                zone.getRules().getValidOffsets(local.toLocalDateTime()).size() > 1;
        return formatter(repeated ? "HH:mm '('xxx')'" : "HH:mm").format(local);
    }

    /** The time of day as precise as it was reported; the date where there is no time of day. */
    public String time(PartialDateTime time) {
        return switch (time.precision()) {
            case YEAR, MONTH, DAY -> partialDateTime(time);
            case HOUR -> message("time.hour", format(time.toInstant(), "H"));
            case MINUTE, SECOND -> time(time.toInstant());
        };
    }

    /** A heading: "Tuesday 10 March 2026", or the month or year alone. */
    public String longDate(LocalDate date, TimePrecision precision) {
        String text =
                switch (precision) {
                    case YEAR, MONTH -> datePart(date, precision);
                    case DAY, HOUR, MINUTE, SECOND ->
                        formatter("EEEE d MMMM yyyy").format(date);
                };
        return text.substring(0, 1).toUpperCase(Locale.ROOT) + text.substring(1);
    }

    public String shortDate(LocalDate date) {
        return formatter("d MMM yyyy").format(date);
    }

    /** A date with no more parts than are known: "1958", "March 1958", "1 Mar 1958". */
    public String partialDate(PartialDate date) {
        return datePart(date.day(), date.precision());
    }

    /** A time with no more parts than were reported (rule 10). */
    public String partialDateTime(PartialDateTime time) {
        String date = datePart(date(time), time.precision());
        return time.precision().hasTimeOfDay() ? date + " " + time(time) : date;
    }

    /** A stated, derived or unknown time, in words: "dated 10 Mar 2026 14:05", "time unknown, received 10 Mar 2026". */
    public String occurrence(PartialDateTime time, TimeOrigin origin) {
        return switch (origin) {
            case STATED, STATED_WITHOUT_OFFSET ->
                time.precision().compareTo(TimePrecision.DAY) < 0
                        ? message("history.occurredIn", partialDateTime(time))
                        : message("history.occurred", partialDateTime(time));
            case DERIVED, RECEIVED -> time(time, origin);
        };
    }

    /** A time with its date; a time that was not stated says what it is. */
    public String time(PartialDateTime time, TimeOrigin origin) {
        return switch (origin) {
            case STATED, STATED_WITHOUT_OFFSET -> partialDateTime(time);
            case DERIVED -> message("time.derived", partialDateTime(time));
            case RECEIVED -> message("time.received", partialDateTime(time));
        };
    }

    /** When the event happened, in words. */
    public String occurrence(Envelope event) {
        return occurrence(event.occurrence(), event.annotations().origin());
    }

    private String datePart(LocalDate day, TimePrecision precision) {
        return switch (precision) {
            case YEAR -> formatter("yyyy").format(day);
            case MONTH -> formatter("MMMM yyyy").format(day);
            case DAY, HOUR, MINUTE, SECOND -> shortDate(day);
        };
    }

    public String dateTime(Instant instant) {
        return shortDate(date(instant)) + " " + time(instant);
    }

    /** The time, preceded by the date where it is not on the given day. */
    public String timeRelativeTo(LocalDate day, Instant instant) {
        return date(instant).equals(day) ? time(instant) : format(instant, "d MMM") + " " + time(instant);
    }

    /** As {@link #timeRelativeTo(LocalDate, Instant)}, as precise as the time was reported. */
    public String timeRelativeTo(LocalDate day, PartialDateTime time) {
        return !time.precision().hasTimeOfDay() || date(time).equals(day)
                ? time(time)
                : format(time.toInstant(), "d MMM") + " " + time(time);
    }

    /** The value of an HTML {@code time}: what is known of it. */
    public String iso(PartialDateTime time) {
        return switch (time.precision()) {
            case YEAR, MONTH, DAY -> new PartialDate(date(time), time.precision()).text();
            case HOUR, MINUTE, SECOND -> iso(time.toInstant());
        };
    }

    /** Local time without offset, for the axis of the chart. */
    public String wallClock(Instant instant) {
        return format(instant, "yyyy-MM-dd'T'HH:mm:ss");
    }

    /** The value of an HTML input of type {@code datetime-local}. */
    public String dateTimeInput(Instant instant) {
        return format(instant, "yyyy-MM-dd'T'HH:mm");
    }

    public String iso(Instant instant) {
        return DateTimeFormatter.ISO_OFFSET_DATE_TIME.format(
                local(instant).toOffsetDateTime().withNano(0));
    }

    public String duration(Duration duration) {
        long minutes = Math.max(1, duration.toMinutes());
        if (minutes < 60) {
            return message("duration.minutes", minutes);
        }
        long hours = minutes / 60;
        if (hours < 48) {
            return minutes % 60 == 0 || hours >= 10
                    ? message("duration.hours", hours)
                    : message("duration.hoursMinutes", hours, minutes % 60);
        }
        return message("duration.days", hours / 24);
    }

    /** Empty where the birth date is not known to the day. */
    public Optional<String> age(PartialDate birth, LocalDate today) {
        if (birth.precision() != TimePrecision.DAY) {
            return Optional.empty();
        }
        Period age = Period.between(birth.day(), today);
        if (age.toTotalMonths() < 3) {
            return Optional.of(message(
                    "age.days", Math.max(0, today.toEpochDay() - birth.day().toEpochDay())));
        }
        return Optional.of(
                age.getYears() < 3 ? message("age.months", age.toTotalMonths()) : message("age.years", age.getYears()));
    }

    public String personName(Optional<PersonName> name) {
        return name.flatMap(UiText::withoutDeleted)
                .map(PersonName::toString)
                .orElseGet(() -> message("patient.nameUnknown"));
    }

    /** Without the parts that are two quotes: an older version recorded these for a deleted HL7 value. */
    private static Optional<PersonName> withoutDeleted(PersonName name) {
        return isDeleted(name.family())
                ? Optional.empty()
                : Optional.of(new PersonName(name.family(), name.given().filter(given -> !isDeleted(given))));
    }

    /** Whether the text is HL7's mark of a deleted value, which no page shows. */
    public static boolean isDeleted(String text) {
        return text.equals("\"\"");
    }

    /** {@code née LEFÈVRE}; empty where the name in use equals the birth name. */
    public Optional<String> birthName(Optional<PersonName> name, Optional<PersonName> birthName, Optional<String> sex) {
        return birthName
                .map(PersonName::family)
                .filter(family -> !isDeleted(family) && !family.isBlank())
                .filter(family -> !name.map(PersonName::family).equals(Optional.of(family)))
                .map(family ->
                        messageOr(message("patient.birthName"), "patient.birthName." + sex.orElse("")) + " " + family);
    }

    public String sex(String code) {
        return messageOr(code, "sex." + code);
    }

    /** The identifier type, else the system; a general label for an OID, which means nothing to a person. */
    public String identifierLabel(Identifier identifier) {
        return identifier
                .type()
                .map(type -> messageOr(type, "identifier." + type))
                .orElseGet(() -> {
                    String system = identifier.system();
                    if (system.startsWith(SENDER_SYSTEM)) {
                        return senderLabel(
                                system.substring(SENDER_SYSTEM.length()).split(":", 3));
                    }
                    return system.startsWith("urn:") ? message("identifier") : system;
                });
    }

    /** "no. APP (FACILITY)", for a number without an authority, which counts within its sender only. */
    private String senderLabel(String[] sender) {
        String name = Arrays.stream(sender)
                .skip(1)
                .filter(part -> !part.isBlank())
                .reduce((facility, namespace) -> facility + ", " + namespace)
                .map(rest -> sender[0] + " (" + rest + ")")
                .orElse(sender[0]);
        return message("identifier.sender", name);
    }

    /** Made once: to read a pattern takes longer than to write a time. */
    private DateTimeFormatter formatter(String pattern) {
        return FORMATTERS
                .computeIfAbsent(locale, _ -> new ConcurrentHashMap<>())
                .computeIfAbsent(pattern, key -> DateTimeFormatter.ofPattern(key, locale));
    }

    private String format(Instant instant, String pattern) {
        return formatter(pattern).format(local(instant));
    }

    /** Limits the instant to the supported years: an old log may hold an instant that cannot be formatted. */
    private ZonedDateTime local(Instant instant) {
        return SupportedYears.nearest(instant).atZone(zone);
    }
}
