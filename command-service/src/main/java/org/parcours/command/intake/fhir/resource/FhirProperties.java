package org.parcours.command.intake.fhir.resource;

import java.time.Duration;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;

/**
 * Limits of FHIR messages, and how this hospital codes its resources.
 *
 * @param maxBody of one request; a larger one is answered 413. The body is stored as a document: {@code
 *     parcours.log.max-document-bytes} must not be less
 * @param maxConcurrent requests processed at the same time, each held in memory; further ones are answered 503
 * @param maxEntries of one Bundle
 * @param maxValues of one report; an event of more than {@code parcours.log}'s largest commit (1 MB) is rejected too
 * @param factsPerCommit facts in one commit; a message with more is recorded by several commits (ADR 0020)
 * @param maxText characters of one observed value; a longer one is stored as a document, and the event has its
 *     beginning
 * @param retryAfter the {@code Retry-After} of a 503
 * @param zone the time zone of dates, which have no offset in FHIR
 * @param letterTypes codes of discharge letters (LOINC)
 * @param imagingWords words in an order's name that mean imaging, where the order has no category
 * @param strict whether a resource with elements that FHIR R4 does not define is rejected; otherwise they are named
 * @param kinds the catalogue's kind of step by the code of a procedure, request or observation, or of its category
 */
@ConfigurationProperties("parcours.fhir")
public record FhirProperties(
        @DefaultValue("48MB") DataSize maxBody,
        @DefaultValue("4") int maxConcurrent,
        @DefaultValue("20000") int maxEntries,
        @DefaultValue("10000") int maxValues,
        @DefaultValue("100") int factsPerCommit,
        @DefaultValue("500") int maxText,
        @DefaultValue("5s") Duration retryAfter,
        @DefaultValue("Europe/Paris") ZoneId zone,

        @DefaultValue({"11490-0", "34105-7", "34112-3", "18842-5"})
        List<String> letterTypes,

        @DefaultValue({
            "CT", "MRI", "IRM", "TDM", "SCANNER", "X-RAY", "XR",
            "RADIOGRAPHIE", "RADIOGRAPHY", "ECHOGRAPHIE", "ULTRASOUND", "DOPPLER", "MAMMOGRAPHIE", "MAMMOGRAPHY",
            "SCINTIGRAPHIE"
        })
        List<String> imagingWords,

        @DefaultValue("false") boolean strict,
        @DefaultValue Map<String, String> kinds) {

    public FhirProperties {
        letterTypes = List.copyOf(letterTypes);
        imagingWords = List.copyOf(imagingWords);
        kinds = Map.copyOf(kinds);
    }
}
