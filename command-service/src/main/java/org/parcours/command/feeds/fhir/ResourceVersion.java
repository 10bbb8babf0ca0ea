package org.parcours.command.feeds.fhir;

import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.parcours.command.intake.fhir.element.FhirElement;
import org.parcours.command.intake.fhir.resource.ResourceEntry;

/**
 * Where a resource is, and which version of it was sent: the ids and versions are those of its source application.
 *
 * @param path {@code Patient/1}; empty where the resource has no id
 * @param version {@code meta.versionId}
 * @param lastModified {@code meta.lastUpdated}
 */
record ResourceVersion(Optional<String> path, Optional<String> version, Optional<Instant> lastModified) {

    static ResourceVersion of(ResourceEntry entry) {
        return entry.resource()
                .map(ResourceVersion::of)
                .orElseGet(() -> new ResourceVersion(Optional.empty(), Optional.empty(), Optional.empty()));
    }

    /** Without accounting for the elements: the mapping is over. */
    private static ResourceVersion of(FhirElement resource) {
        FhirElement meta = resource.child("meta");
        return new ResourceVersion(
                resource.text("id").map(id -> resource.typeName() + "/" + id),
                meta.text("versionId"),
                meta.text("lastUpdated").flatMap(ResourceVersion::instant));
    }

    private static Optional<Instant> instant(String text) {
        try {
            return Optional.of(OffsetDateTime.parse(text).toInstant());
        } catch (DateTimeParseException _) {
            return Optional.empty();
        }
    }

    /** With the version where it is known (FHIR R4, 3.1.0.8); relative to this server. */
    Optional<String> location() {
        return path.map(part -> part + version.map(id -> "/_history/" + id).orElse(""));
    }

    Optional<String> etag() {
        return version.map(id -> "W/\"" + id + "\"");
    }

    FhirResponse addTo(FhirResponse response, String base) {
        Map<String, String> headers = new LinkedHashMap<>(response.headers());
        location().ifPresent(relative -> headers.put("Location", base + "/" + relative));
        etag().ifPresent(tag -> headers.put("ETag", tag));
        lastModified.ifPresent(at ->
                headers.put("Last-Modified", DateTimeFormatter.RFC_1123_DATE_TIME.format(at.atOffset(ZoneOffset.UTC))));
        return new FhirResponse(response.status(), response.body(), headers);
    }
}
