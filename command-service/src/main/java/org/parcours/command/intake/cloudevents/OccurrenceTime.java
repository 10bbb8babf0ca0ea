package org.parcours.command.intake.cloudevents;

import java.time.DateTimeException;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.parcours.events.Anomaly;
import org.parcours.events.PartialDateTime;
import org.parcours.events.SupportedYears;
import org.parcours.events.TimeOrigin;

/**
 * When a fact happened, as precisely as its sender says (rule 10): RFC 3339, or a year, a month, a day, an hour or a minute
 * of ISO 8601.
 *
 * @param anomalies where the local time does not exist or exists twice (daylight saving time)
 */
record OccurrenceTime(PartialDateTime value, TimeOrigin origin, List<Anomaly> anomalies) {

    /** The date, a separator and the time (RFC 3339 §5.6 accepts a blank), the offset. */
    private static final Pattern FORMAT =
            Pattern.compile("(\\d{4}(?:-\\d{2}(?:-\\d{2})?)?)(?:[T ](\\d{2}(?::\\d{2}(?::\\d{2}(?:\\.\\d{1,9})?)?)?))?"
                    + "(Z|[+-]\\d{2}:\\d{2})?");

    private static final String UTC = "Z";

    /**
     * @param zone of a time without an offset
     * @throws DateTimeException if the text is no such time, or is outside the supported years
     */
    static OccurrenceTime parse(String text, ZoneId zone) {
        Matcher matcher = FORMAT.matcher(text.strip().toUpperCase(Locale.ROOT));
        if (!matcher.matches()) {
            throw new DateTimeException("Not a time of RFC 3339 or ISO 8601");
        }
        String local = matcher.group(1) + (matcher.group(2) == null ? "" : "T" + matcher.group(2));
        OccurrenceTime time = matcher.group(3) == null
                ? inZone(PartialDateTime.parse(local + UTC), zone)
                : new OccurrenceTime(PartialDateTime.parse(local + matcher.group(3)), TimeOrigin.STATED, List.of());
        if (!SupportedYears.include(time.value().time())) {
            throw new DateTimeException("Outside the years 1 to 9999");
        }
        return time;
    }

    private static OccurrenceTime inZone(PartialDateTime stated, ZoneId zone) {
        LocalDateTime local = stated.time().toLocalDateTime();
        OffsetDateTime time = ZonedDateTime.of(local, zone).toOffsetDateTime();
        Optional<Anomaly.Code> anomaly =
                stated.precision().hasTimeOfDay() ? daylightSavingAnomaly(local, zone) : Optional.empty();
        return new OccurrenceTime(
                new PartialDateTime(time, stated.precision()),
                TimeOrigin.STATED_WITHOUT_OFFSET,
                anomaly.map(Anomaly::of).stream().toList());
    }

    private static Optional<Anomaly.Code> daylightSavingAnomaly(LocalDateTime local, ZoneId zone) {
        List<ZoneOffset> offsets = zone.getRules().getValidOffsets(local);
        if (offsets.isEmpty()) {
            return Optional.of(Anomaly.Code.TIME_DOES_NOT_EXIST);
        }
        return offsets.size() > 1 ? Optional.of(Anomaly.Code.TIME_AMBIGUOUS) : Optional.empty();
    }

    /** The time of the report, which takes the place of a time that the data does not state. */
    OccurrenceTime asTimeOfReport() {
        return new OccurrenceTime(value, TimeOrigin.DERIVED, anomalies);
    }

    OffsetDateTime start() {
        return value.time();
    }
}
