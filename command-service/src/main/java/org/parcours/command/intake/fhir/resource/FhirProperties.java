package org.parcours.command.intake.fhir.resource;

import java.time.Duration;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;

/**
 * How much FHIR is taken, and how it is to be understood.
 *
 * @param maxBody of one request; a longer one is answered 413. It is kept as a document: {@code
 *     parcours.log.max-document-bytes} must not be less
 * @param maxConcurrent requests at once, since each is wholly in memory; one more is answered 503
 * @param maxEntries of one Bundle
 * @param maxValues of one report
 * @param factsPerCommit what is told beyond it is recorded by more than one commit (ADR 0020)
 * @param maxText characters of one observed value; a longer one is kept as a document, and the event tells how it begins
 * @param retryAfter what a 503 advises
 * @param zone the zone of days, which FHIR tells without an offset
 * @param letterTypes codes of discharge letters (LOINC)
 * @param imagingWords whole words that say imaging in the name of what is asked for, where no category does
 * @param kinds the catalogue's kind of step by the code of a procedure, request or observation, or of its category
 */
@ConfigurationProperties("parcours.fhir")
public record FhirProperties(
        @DefaultValue("48MB") DataSize maxBody,
        @DefaultValue("4") int maxConcurrent,
        @DefaultValue("20000") int maxEntries,
        @DefaultValue("1000") int maxValues,
        @DefaultValue("100") int factsPerCommit,
        @DefaultValue("500") int maxText,
        @DefaultValue("5s") Duration retryAfter,
        @DefaultValue("Europe/Paris") ZoneId zone,

        @DefaultValue({"11490-0", "34105-7", "34112-3", "18842-5"})
        List<String> letterTypes,

        @DefaultValue({
            "CT",
            "MRI",
            "IRM",
            "TDM",
            "SCANNER",
            "X-RAY",
            "XR",
            "RADIOGRAPHIE",
            "RADIOGRAPHY",
            "ECHOGRAPHIE",
            "ULTRASOUND",
            "DOPPLER",
            "MAMMOGRAPHIE",
            "MAMMOGRAPHY",
            "SCINTIGRAPHIE"
        })
        List<String> imagingWords,

        @DefaultValue Map<String, String> kinds) {

    public FhirProperties {
        letterTypes = List.copyOf(letterTypes);
        imagingWords = List.copyOf(imagingWords);
        kinds = Map.copyOf(kinds);
    }
}
