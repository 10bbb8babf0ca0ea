package org.parcours.command.processing;

import java.util.List;
import org.parcours.command.message.FactEffect;

/**
 * What became of one fact of a message.
 *
 * @param fact its place in {@code ParsedMessage.facts}
 * @param events those that were recorded for it; for an unchanged state the event that has it; none where there is none
 */
public record FactReceipt(int fact, FactEffect effect, List<EventReceipt> events) {

    public FactReceipt {
        events = List.copyOf(events);
    }

    FactReceipt offsetBy(int facts) {
        return new FactReceipt(fact + facts, effect, events);
    }
}
