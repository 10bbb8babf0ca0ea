package org.parcours.command.intake.fhir.resource;

import ca.uhn.fhir.parser.DataFormatException;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.Year;
import java.time.YearMonth;
import java.time.ZoneId;
import java.util.Optional;
import org.hl7.fhir.r4.model.BaseDateTimeType;
import org.hl7.fhir.r4.model.DateTimeType;
import org.hl7.fhir.r4.model.Period;
import org.hl7.fhir.r4.model.Timing;
import org.hl7.fhir.r4.model.Type;
import org.jspecify.annotations.Nullable;
import org.parcours.command.message.RejectionException;
import org.parcours.events.SupportedYears;

/**
 * Parses FHIR dates and times. A time keeps its offset; one without an offset is in the hospital's zone. A date, month
 * or year starts at its first midnight in the hospital's zone.
 */
public record FhirDateTimeParser(ZoneId zone) {

    private static final int DATE_LENGTH = "2026-03-01".length();

    public Optional<OffsetDateTime> parse(@Nullable BaseDateTimeType value, String path) {
        return value == null || value.getValueAsString() == null
                ? Optional.empty()
                : Optional.of(toOffsetDateTime(value.getValueAsString(), path));
    }

    public Optional<OffsetDateTime> startOf(@Nullable Period period, String path) {
        return period == null ? Optional.empty() : parse(period.getStartElement(), path + ".start");
    }

    public Optional<OffsetDateTime> endOf(@Nullable Period period, String path) {
        return period == null ? Optional.empty() : parse(period.getEndElement(), path + ".end");
    }

    /**
     * The time of an element of choice type {@code [x]}: a date or time itself, the start of a Period, a Timing's first
     * event or the start of its bounds.
     */
    public Optional<OffsetDateTime> startOfChoice(@Nullable Type value, String path) {
        return switch (value) {
            case BaseDateTimeType dateTime -> parse(dateTime, path);
            case Period period -> startOf(period, path);
            case Timing timing when timing.hasEvent() -> parse(timing.getEvent().getFirst(), path + ".event[0]");
            case Timing timing
            when timing.getRepeat().getBounds() instanceof Period bounds -> startOf(bounds, path + ".repeat.bounds");
            case null, default -> Optional.empty();
        };
    }

    /** The end of a Period; empty for any other type. */
    public Optional<OffsetDateTime> endOfChoice(@Nullable Type value, String path) {
        return value instanceof Period period ? endOf(period, path) : Optional.empty();
    }

    public Optional<LocalDate> date(@Nullable BaseDateTimeType value, String path) {
        // A year or a month is not a birth date, and is not completed.
        return value == null
                        || value.getValueAsString() == null
                        || value.getValueAsString().length() < DATE_LENGTH
                ? Optional.empty()
                : parse(value, path).map(OffsetDateTime::toLocalDate);
    }

    public Optional<OffsetDateTime> parse(String value, String path) {
        if (value.isBlank()) {
            return Optional.empty();
        }
        try {
            return parse(new DateTimeType(value), path);
        } catch (DataFormatException e) {
            throw new RejectionException(FhirRejectionCode.INVALID_DATE.at(path));
        }
    }

    private OffsetDateTime toOffsetDateTime(String value, String path) {
        try {
            OffsetDateTime dateTime =
                    switch (value.length()) {
                        case 4 -> Year.parse(value).atDay(1).atStartOfDay(zone).toOffsetDateTime();
                        case 7 ->
                            YearMonth.parse(value).atDay(1).atStartOfDay(zone).toOffsetDateTime();
                        case 10 -> LocalDate.parse(value).atStartOfDay(zone).toOffsetDateTime();
                        default ->
                            value.matches(".*(Z|[+-]\\d\\d:\\d\\d)")
                                    ? OffsetDateTime.parse(value)
                                    : LocalDateTime.parse(value).atZone(zone).toOffsetDateTime();
                    };
            if (!SupportedYears.include(dateTime)) {
                throw new RejectionException(FhirRejectionCode.INVALID_DATE.at(path));
            }
            return dateTime;
        } catch (DateTimeException e) {
            throw new RejectionException(FhirRejectionCode.INVALID_DATE.at(path));
        }
    }
}
