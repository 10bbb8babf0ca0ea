package org.parcours.command.feeds.fhir;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Date;
import java.util.Optional;
import org.hl7.fhir.r4.model.Resource;
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

    private static ResourceVersion of(Resource resource) {
        Optional<String> id = Optional.ofNullable(resource.getIdElement().getIdPart());
        return new ResourceVersion(
                id.map(part -> resource.fhirType() + "/" + part),
                Optional.ofNullable(resource.getMeta().getVersionId()),
                Optional.ofNullable(resource.getMeta().getLastUpdated()).map(Date::toInstant));
    }

    /** FHIR R4, 3.1.0.8: absolute, with the version where it is known. */
    Optional<String> location(String base) {
        return path.map(part -> base + "/" + part + version.map(id -> "/_history/" + id).orElse(""));
    }

    Optional<String> etag() {
        return version.map(id -> "W/\"" + id + "\"");
    }

    FhirResponse addTo(FhirResponse response, String base) {
        FhirResponse result = response;
        result = location(base).map(value -> response.with("Location", value)).orElse(result);
        FhirResponse located = result;
        result = etag().map(value -> located.with("ETag", value)).orElse(result);
        FhirResponse tagged = result;
        return lastModified
                .map(at -> tagged.with(
                        "Last-Modified", DateTimeFormatter.RFC_1123_DATE_TIME.format(at.atOffset(ZoneOffset.UTC))))
                .orElse(result);
    }
}
