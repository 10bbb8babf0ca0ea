package org.parcours.command.intake.hl7.mapping;

import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.parcours.command.intake.hl7.message.Hl7Rejections;
import org.parcours.command.message.RejectionException;
import org.parcours.events.StepStatus;
import org.parcours.events.applications.YamlNode;

/**
 * How far a step is: always the same, or by a code of the message.
 *
 * @param from where the code stands; empty for a step that is always {@code otherwise}
 */
record StatusRule(List<FieldPath> from, Map<String, StepStatus> when, Optional<StepStatus> otherwise) {

    static StatusRule read(YamlNode told) {
        if (told.isText()) {
            return new StatusRule(List.of(), Map.of(), Optional.of(status(told)));
        }
        told.allowOnly("from", "when", "otherwise");
        Map<String, StepStatus> when = new HashMap<>();
        told.get("when").fields().forEach((code, status) -> when.put(code, status(status)));
        return new StatusRule(
                FieldPath.several(told.get("from")),
                when,
                told.find("otherwise").map(StatusRule::status));
    }

    /** A status of a step, in words. */
    static StepStatus status(YamlNode told) {
        try {
            return StepStatus.valueOf(told.text());
        } catch (IllegalArgumentException e) {
            throw told.invalid("no such status; there are " + Arrays.toString(StepStatus.values()));
        }
    }

    StepStatus in(Hl7Row row) {
        Optional<String> code =
                from.stream().flatMap(path -> path.in(row).stream()).findFirst();
        return code.map(when::get)
                .or(() -> otherwise)
                .orElseThrow(() -> new RejectionException(
                        Hl7Rejections.STEP_STATUS_UNKNOWN.at(from.getFirst().toString())));
    }
}
