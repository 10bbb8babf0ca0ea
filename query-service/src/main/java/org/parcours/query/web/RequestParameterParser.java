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

public final class RequestParameterParser {

    private static final Pattern HAS_OFFSET = Pattern.compile("T.*(Z|[+-]\\d\\d(:\\d\\d)?)$");

    private RequestParameterParser() {}

    public static PatientId patientId(String text) {
        try {
            return PatientId.of(text);
        } catch (IllegalArgumentException e) {
            throw new InvalidParameterException("id", "Expected a UUID");
        }
    }

    /** A date and time, in the given zone where it has no offset; a date alone means the end of that day. */
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
                    parameter, "Expected a date or a date and time: 2026-03-02 or 2026-03-02T14:05:00+01:00");
        }
    }
}
