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
import org.parcours.events.SupportedYears;

/**
 * Parses FHIR dates and times. A time keeps its offset; one without an offset is in the hospital's zone. A date, month
 * or year starts at its first midnight in the hospital's zone.
 */
public record FhirDateTimeParser(ZoneId zone) {

    private static final int DATE_LENGTH = "2026-03-01".length();

    public Optional<OffsetDateTime> parse(@Nullable BaseDateTimeType value, String path) {
        return text(value).map(text -> toOffsetDateTime(text, path));
    }

    /**
     * The time of an element of choice type {@code [x]}: a date or time itself, the start of a Period, a Timing's first
     * event or the start of its bounds.
     */
    public Optional<OffsetDateTime> start(@Nullable Type value, String path) {
        return switch (value) {
            case BaseDateTimeType dateTime -> parse(dateTime, path);
            case Period period -> parse(period.getStartElement(), path + ".start");
            case Timing timing when timing.hasEvent() -> parse(timing.getEvent().getFirst(), path + ".event[0]");
            case Timing timing
            when timing.getRepeat().getBounds() instanceof Period bounds -> start(bounds, path + ".repeat.bounds");
            case null, default -> Optional.empty();
        };
    }

    /** The end of a Period; empty for any other type. */
    public Optional<OffsetDateTime> end(@Nullable Type value, String path) {
        return value instanceof Period period ? parse(period.getEndElement(), path + ".end") : Optional.empty();
    }

    /** A year or a month is not a birth date, and is not completed. */
    public Optional<LocalDate> date(@Nullable BaseDateTimeType value, String path) {
        return text(value).filter(text -> text.length() >= DATE_LENGTH).map(text -> toOffsetDateTime(text, path)
                .toLocalDate());
    }

    public Optional<OffsetDateTime> parse(String value, String path) {
        try {
            return value.isBlank() ? Optional.empty() : parse(new DateTimeType(value), path);
        } catch (DataFormatException e) {
            throw FhirRejectionCode.INVALID_DATE.exceptionAt(path);
        }
    }

    private static Optional<String> text(@Nullable BaseDateTimeType value) {
        return Optional.ofNullable(value).map(BaseDateTimeType::getValueAsString);
    }

    private OffsetDateTime toOffsetDateTime(String value, String path) {
        try {
            OffsetDateTime dateTime =
                    switch (value.length()) {
                        case 4 -> startOfDay(Year.parse(value).atDay(1));
                        case 7 -> startOfDay(YearMonth.parse(value).atDay(1));
                        case 10 -> startOfDay(LocalDate.parse(value));
                        default ->
                            value.matches(".*(Z|[+-]\\d\\d:\\d\\d)")
                                    ? OffsetDateTime.parse(value)
                                    : LocalDateTime.parse(value).atZone(zone).toOffsetDateTime();
                    };
            if (!SupportedYears.include(dateTime)) {
                throw FhirRejectionCode.INVALID_DATE.exceptionAt(path);
            }
            return dateTime;
        } catch (DateTimeException e) {
            throw FhirRejectionCode.INVALID_DATE.exceptionAt(path);
        }
    }

    private OffsetDateTime startOfDay(LocalDate date) {
        return date.atStartOfDay(zone).toOffsetDateTime();
    }
}
