package org.parcours.command.feeds.fhir;

import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.parcours.command.feeds.fhir.ProcessedEntry.Effect;
import org.parcours.command.message.FactEffect;
import org.parcours.command.processing.EventReceipt;
import org.parcours.command.processing.FactReceipt;

/**
 * What became of a resource by the receipts of its facts: a resource of which any fact was recorded is recorded.
 *
 * @param receipts by the index of the fact; none where the whole message was recorded before
 * @param ofMessage what became of the message, where its facts have no receipts
 */
record ReceiptEffects(Map<Integer, FactReceipt> receipts, Effect ofMessage) implements ProcessedEntries.FactEffects {

    ReceiptEffects {
        receipts = Map.copyOf(receipts);
    }

    ReceiptEffects(List<FactReceipt> receipts, Effect ofMessage) {
        this(receipts.stream().collect(Collectors.toMap(FactReceipt::fact, Function.identity())), ofMessage);
    }

    @Override
    public Effect of(List<Integer> facts) {
        List<FactReceipt> own =
                facts.stream().map(receipts::get).filter(Objects::nonNull).toList();
        if (own.isEmpty()) {
            return ofMessage;
        }
        if (has(own, FactEffect.CHANGED)) {
            return new ProcessedEntry.Changed(positions(own, FactEffect.CHANGED, FactEffect.RECORDED));
        }
        if (has(own, FactEffect.RECORDED)) {
            return new ProcessedEntry.Recorded(positions(own, FactEffect.RECORDED));
        }
        if (has(own, FactEffect.OLDER_VERSION)) {
            return new ProcessedEntry.NothingRecorded("a later version of the resource is recorded", true);
        }
        return has(own, FactEffect.UNCHANGED)
                ? new ProcessedEntry.Duplicate(positions(own, FactEffect.UNCHANGED))
                : new ProcessedEntry.NothingRecorded("it ends or withdraws what is not recorded, or not in effect");
    }

    private static boolean has(List<FactReceipt> receipts, FactEffect effect) {
        return receipts.stream().anyMatch(receipt -> receipt.effect() == effect);
    }

    private static List<Long> positions(List<FactReceipt> receipts, FactEffect... effects) {
        return receipts.stream()
                .filter(receipt -> List.of(effects).contains(receipt.effect()))
                .flatMap(receipt -> receipt.events().stream())
                .map(EventReceipt::position)
                .distinct()
                .toList();
    }
}
