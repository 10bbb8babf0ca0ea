package org.parcours.command.feeds.fhir;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.parcours.command.feeds.fhir.ProcessedEntry.Effect;
import org.parcours.command.intake.fhir.ParsedFhirMessage;
import org.parcours.command.intake.fhir.ParsedFhirMessage.ContainedEntry;
import org.parcours.command.intake.fhir.ParsedFhirMessage.EntryResult;
import org.parcours.command.intake.fhir.ParsedFhirMessage.MappedEntry;
import org.parcours.command.intake.fhir.ParsedFhirMessage.RejectedEntry;
import org.parcours.command.intake.fhir.ParsedFhirMessage.UnsupportedEntry;
import org.parcours.command.message.Rejection;
import org.parcours.command.processing.Outcome.Quarantined;

/** What became of each resource of a message: by the receipts of its own facts. */
final class ProcessedEntries {

    /** What became of the facts with these indexes. */
    interface FactEffects {

        Effect of(List<Integer> facts);
    }

    private static final Effect NOT_SHOWN =
            new ProcessedEntry.NothingRecorded("in this state the resource reports nothing");

    private ProcessedEntries() {}

    /** @param rejected the rejected entries in quarantine, in the order of the entries */
    static List<ProcessedEntry> of(ParsedFhirMessage message, List<Quarantined> rejected, FactEffects effects) {
        Iterator<Quarantined> quarantined = rejected.iterator();
        Map<String, Effect> byPath = new HashMap<>();
        for (EntryResult each : message.entries()) {
            if (each.mapping() instanceof MappedEntry(List<Integer> facts, var _)) {
                byPath.put(each.entry().path(), facts.isEmpty() ? NOT_SHOWN : effects.of(facts));
            }
        }
        List<ProcessedEntry> entries = new ArrayList<>();
        for (EntryResult each : message.entries()) {
            Effect effect =
                    switch (each.mapping()) {
                        case MappedEntry _ -> byPath.get(each.entry().path());
                        case ContainedEntry(String container, var _) ->
                            new ProcessedEntry.PartOf(container, byPath.getOrDefault(container, NOT_SHOWN));
                        case UnsupportedEntry(String reason) -> new ProcessedEntry.NotTracked(reason);
                        case RejectedEntry(Rejection rejection) ->
                            new ProcessedEntry.Rejected(
                                    rejection,
                                    quarantined.hasNext()
                                            ? Optional.of(quarantined.next().id())
                                            : Optional.empty());
                    };
            entries.add(new ProcessedEntry(each.entry(), effect, each.unread()));
        }
        return entries;
    }
}
