package org.parcours.command.intake.fhir;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.parcours.command.intake.fhir.ParsedFhirMessage.ContainedEntry;
import org.parcours.command.intake.fhir.ParsedFhirMessage.EntryMapping;
import org.parcours.command.intake.fhir.ParsedFhirMessage.EntryResult;
import org.parcours.command.intake.fhir.ParsedFhirMessage.MappedEntry;
import org.parcours.command.intake.fhir.ParsedFhirMessage.RejectedEntry;
import org.parcours.command.intake.fhir.ParsedFhirMessage.UnsupportedEntry;
import org.parcours.command.intake.fhir.element.UnreadElements;
import org.parcours.command.intake.fhir.element.UnreadElements.UnreadElement;
import org.parcours.command.intake.fhir.resource.FhirMessage;

/**
 * The elements of a Bundle itself that were not used. The answer names them at their entry, those of the whole Bundle at the
 * first entry that is tracked.
 */
record BundleAccount(FhirMessage message) {

    private static final String BUNDLE = "Bundle";
    private static final String ENTRY = "Bundle.entry[";

    List<EntryResult> addTo(List<EntryResult> entries) {
        List<UnreadElement> unread = message.bundle().map(UnreadElements::of).orElse(List.of());
        if (unread.isEmpty()) {
            return entries;
        }
        Map<String, List<UnreadElement>> byEntry =
                unread.stream().collect(Collectors.groupingBy(element -> entryOf(element.path())));
        List<EntryResult> all = new ArrayList<>();
        boolean first = true;
        for (EntryResult each : entries) {
            List<UnreadElement> more = byEntry.getOrDefault(entryOf(each.entry().path()), List.of());
            boolean tracked = each.mapping() instanceof MappedEntry || each.mapping() instanceof ContainedEntry;
            all.add(with(each, first && tracked ? joined(byEntry.getOrDefault(BUNDLE, List.of()), more) : more));
            first &= !tracked;
        }
        return all;
    }

    private static String entryOf(String path) {
        return path.startsWith(ENTRY) ? path.substring(0, path.indexOf(']') + 1) : BUNDLE;
    }

    private static EntryResult with(EntryResult result, List<UnreadElement> more) {
        if (more.isEmpty()) {
            return result;
        }
        EntryMapping mapping =
                switch (result.mapping()) {
                    case MappedEntry(List<Integer> facts, List<UnreadElement> unread) ->
                        new MappedEntry(facts, joined(unread, more));
                    case ContainedEntry(String container, List<UnreadElement> unread) ->
                        new ContainedEntry(container, joined(unread, more));
                    case UnsupportedEntry unsupported -> unsupported;
                    case RejectedEntry rejected -> rejected;
                };
        return new EntryResult(result.entry(), mapping);
    }

    private static List<UnreadElement> joined(List<UnreadElement> some, List<UnreadElement> others) {
        return Stream.concat(some.stream(), others.stream()).toList();
    }
}
