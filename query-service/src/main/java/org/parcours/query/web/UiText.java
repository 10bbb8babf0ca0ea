package org.parcours.query.web;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.Period;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.Optional;
import org.parcours.events.Anomaly;
import org.parcours.events.Envelope;
import org.parcours.events.Identifier;
import org.parcours.events.PartialDate;
import org.parcours.events.PartialDateTime;
import org.parcours.events.PersonName;
import org.parcours.events.SupportedYears;
import org.parcours.events.TimePrecision;
import org.parcours.events.codec.EventType;
import org.springframework.context.MessageSource;

/** Texts for the screens in one language and time zone: 24 hours, and months as words, so that a date is unambiguous. */
public final class UiText {

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

    public LocalDate date(Instant instant) {
        return local(instant).toLocalDate();
    }

    public String time(Instant instant) {
        return format(instant, "HH:mm");
    }

    public String longDate(LocalDate date) {
        String text = DateTimeFormatter.ofPattern("EEEE d MMMM yyyy", locale).format(date);
        return text.substring(0, 1).toUpperCase(Locale.ROOT) + text.substring(1);
    }

    public String shortDate(LocalDate date) {
        return DateTimeFormatter.ofPattern("d MMM yyyy", locale).format(date);
    }

    /** A date with no more parts than are known: "1958", "March 1958", "1 Mar 1958". */
    public String partialDate(PartialDate date) {
        return datePart(date.day(), date.precision());
    }

    /** A time with no more parts than were reported (rule 10). */
    public String partialDateTime(PartialDateTime time) {
        LocalDate day = time.precision().hasTimeOfDay()
                ? date(time.toInstant())
                : time.time().toLocalDate();
        String date = datePart(day, time.precision());
        return time.precision().hasTimeOfDay() ? date + " " + time(time.toInstant()) : date;
    }

    private String datePart(LocalDate day, TimePrecision precision) {
        return switch (precision) {
            case YEAR -> DateTimeFormatter.ofPattern("yyyy", locale).format(day);
            case MONTH -> DateTimeFormatter.ofPattern("MMMM yyyy", locale).format(day);
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

    public String age(LocalDate birth, LocalDate today) {
        Period age = Period.between(birth, today);
        if (age.toTotalMonths() < 3) {
            return message("age.days", Math.max(0, today.toEpochDay() - birth.toEpochDay()));
        }
        return age.getYears() < 3 ? message("age.months", age.toTotalMonths()) : message("age.years", age.getYears());
    }

    public String personName(Optional<PersonName> name) {
        return name.map(PersonName::toString).orElseGet(() -> message("patient.nameUnknown"));
    }

    /** {@code née LEFÈVRE}; empty where the name in use equals the birth name. */
    public Optional<String> birthName(Optional<PersonName> name, Optional<PersonName> birthName, Optional<String> sex) {
        return birthName
                .map(PersonName::family)
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
                .orElseGet(() -> identifier.system().startsWith("urn:") ? message("identifier") : identifier.system());
    }

    private String format(Instant instant, String pattern) {
        return DateTimeFormatter.ofPattern(pattern, locale).format(local(instant));
    }

    /** Limits the instant to the supported years: an old log may hold an instant that cannot be formatted. */
    private ZonedDateTime local(Instant instant) {
        return SupportedYears.nearest(instant).atZone(zone);
    }
}
