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
import org.parcours.events.Identifier;
import org.parcours.events.PersonName;
import org.parcours.events.SupportedYears;
import org.springframework.context.MessageSource;

/** What people read: one language, one zone, 24 hours, and months in letters so that no date can be taken for another. */
public final class Words {

    private static final DateTimeFormatter WALL = DateTimeFormatter.ofPattern("yyyy-MM-dd'T'HH:mm:ss", Locale.ROOT);

    private final MessageSource messages;
    private final Locale locale;
    private final ZoneId zone;

    public Words(MessageSource messages, Locale locale, ZoneId zone) {
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

    public String say(String key, Object... arguments) {
        return messages.getMessage(key, arguments, locale);
    }

    /** @param otherwise what to say where nobody has translated the key: a source application's own word */
    public String sayOr(String otherwise, String key) {
        String found = messages.getMessage(key, new Object[0], null, locale);
        return found == null ? otherwise : found;
    }

    public LocalDate date(Instant moment) {
        return local(moment).toLocalDate();
    }

    public String time(Instant moment) {
        return format(moment, "HH:mm");
    }

    public String day(LocalDate date) {
        return capital(DateTimeFormatter.ofPattern("EEEE d MMMM yyyy", locale).format(date));
    }

    public String shortDay(LocalDate date) {
        return DateTimeFormatter.ofPattern("d MMM yyyy", locale).format(date);
    }

    /** Date and time, in full. */
    public String moment(Instant moment) {
        return shortDay(date(moment)) + " " + time(moment);
    }

    /** The time, with its date where it is another day's. */
    public String timeSeenFrom(LocalDate day, Instant moment) {
        return date(moment).equals(day) ? time(moment) : format(moment, "d MMM") + " " + time(moment);
    }

    /** What the wall clock shows, for the picture's axis. */
    public String wall(Instant moment) {
        return WALL.format(local(moment));
    }

    public String iso(Instant moment) {
        return DateTimeFormatter.ISO_OFFSET_DATE_TIME.format(
                local(moment).toOffsetDateTime().withNano(0));
    }

    public String length(Duration length) {
        long minutes = Math.max(1, length.toMinutes());
        if (minutes < 60) {
            return say("length.minutes", minutes);
        }
        long hours = minutes / 60;
        if (hours < 48) {
            return minutes % 60 == 0 || hours >= 10
                    ? say("length.hours", hours)
                    : say("length.hoursMinutes", hours, minutes % 60);
        }
        return say("length.days", hours / 24);
    }

    public String age(LocalDate birth, LocalDate today) {
        Period lived = Period.between(birth, today);
        if (lived.toTotalMonths() < 3) {
            return say("age.days", Math.max(0, today.toEpochDay() - birth.toEpochDay()));
        }
        return lived.getYears() < 3 ? say("age.months", lived.toTotalMonths()) : say("age.years", lived.getYears());
    }

    public String person(Optional<PersonName> name) {
        return name.map(PersonName::toString).orElseGet(() -> say("patient.unnamed"));
    }

    /** {@code née LEFÈVRE}; empty where the name in use is the name at birth. */
    public Optional<String> bornAs(Optional<PersonName> name, Optional<PersonName> birthName, Optional<String> sex) {
        return birthName
                .map(PersonName::family)
                .filter(family -> !name.map(PersonName::family).equals(Optional.of(family)))
                .map(family -> sayOr(say("patient.bornAs"), "patient.bornAs." + sex.orElse("")) + " " + family);
    }

    public String sex(String code) {
        return sayOr(code, "sex." + code);
    }

    /** An OID names a system to machines only. */
    public String identifierName(Identifier identifier) {
        return identifier
                .type()
                .map(type -> sayOr(type, "identifier." + type))
                .orElseGet(() -> identifier.system().startsWith("urn:") ? say("identifier") : identifier.system());
    }

    private String format(Instant moment, String pattern) {
        return DateTimeFormatter.ofPattern(pattern, locale).format(local(moment));
    }

    /** An old log may hold a moment that no calendar shows; a page that fails would hide all the others. */
    private ZonedDateTime local(Instant moment) {
        return SupportedYears.nearest(moment).atZone(zone);
    }

    private static String capital(String text) {
        return text.substring(0, 1).toUpperCase(Locale.ROOT) + text.substring(1);
    }
}
