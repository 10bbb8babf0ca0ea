package org.parcours.query.web;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.parcours.events.PatientId;

/** Parameters, parsed once. */
public final class RequestParameterParser {

    private static final Pattern HAS_OFFSET = Pattern.compile("T.*(Z|[+-]\\d\\d(:\\d\\d)?)$");

    private RequestParameterParser() {}

    public static PatientId patientId(String text) {
        try {
            return PatientId.of(text);
        } catch (IllegalArgumentException e) {
            throw new InvalidParameterException("id", "A patient's id is a UUID");
        }
    }

    /** A moment with its offset; without one, in the zone of the screens; a day alone is the end of that day. */
    public static Optional<Instant> instant(String parameter, @Nullable String text, ZoneId zone) {
        if (text == null || text.isBlank()) {
            return Optional.empty();
        }
        try {
            if (text.length() == 10) {
                return Optional.of(LocalDate.parse(text)
                        .plusDays(1)
                        .atStartOfDay(zone)
                        .toInstant()
                        .minusNanos(1));
            }
            // A plus sign in a query string arrives as a space.
            String normalized = text.trim().replace(' ', '+');
            return Optional.of(
                    HAS_OFFSET.matcher(normalized).find()
                            ? OffsetDateTime.parse(normalized).toInstant()
                            : LocalDateTime.parse(normalized).atZone(zone).toInstant());
        } catch (DateTimeException e) {
            throw new InvalidParameterException(
                    parameter, "A moment is written like 2026-03-02T14:05:00+01:00 or 2026-03-02");
        }
    }
}
