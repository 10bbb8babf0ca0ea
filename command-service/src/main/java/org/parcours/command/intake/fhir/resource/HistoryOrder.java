package org.parcours.command.intake.fhir.resource;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.parcours.command.intake.fhir.element.FhirElement;

/**
 * The order of the versions in a Bundle of type history: the oldest version of each resource first, whatever the order in
 * the Bundle. It is by their times, else by their numbers, else the Bundle's: newest first (FHIR R4, 3.1.0.12).
 */
final class HistoryOrder {

    private HistoryOrder() {}

    static List<ResourceEntry> oldestFirst(List<ResourceEntry> entries) {
        Map<String, List<ResourceEntry>> versions = new LinkedHashMap<>();
        entries.reversed().forEach(entry -> versions.computeIfAbsent(key(entry), _ -> new ArrayList<>())
                .add(entry));
        List<ResourceEntry> ordered = new ArrayList<>();
        versions.values().forEach(each -> {
            sortBy(each, HistoryOrder::number);
            sortBy(each, HistoryOrder::time);
            ordered.addAll(each);
        });
        return ordered;
    }

    private static String key(ResourceEntry entry) {
        return entry.resource()
                .flatMap(resource -> resource.text("id").map(id -> resource.typeName() + "/" + id))
                .or(entry::fullUrl)
                .orElse(entry.path());
    }

    /** Where all versions have the value. */
    private static <T extends Comparable<T>> void sortBy(
            List<ResourceEntry> versions, Function<ResourceEntry, Optional<T>> value) {
        if (versions.stream().allMatch(version -> value.apply(version).isPresent())) {
            versions.sort(Comparator.comparing(version -> value.apply(version).orElseThrow()));
        }
    }

    private static Optional<Long> number(ResourceEntry entry) {
        return meta(entry, "versionId")
                .filter(version -> version.matches("\\d{1,18}"))
                .map(Long::valueOf);
    }

    private static Optional<Instant> time(ResourceEntry entry) {
        try {
            return meta(entry, "lastUpdated").map(OffsetDateTime::parse).map(OffsetDateTime::toInstant);
        } catch (DateTimeException e) {
            return Optional.empty();
        }
    }

    private static Optional<String> meta(ResourceEntry entry, String name) {
        return entry.resource().map(resource -> resource.child("meta")).flatMap((FhirElement meta) -> meta.text(name));
    }
}
