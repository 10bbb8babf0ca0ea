package org.parcours.command.intake.hl7.mapping;

import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.parcours.command.intake.hl7.message.Hl7RejectionCode;
import org.parcours.command.message.RejectionException;
import org.parcours.events.StepStatus;
import org.parcours.events.applications.YamlNode;

/**
 * The rule for the status of a step: a constant, or by a code in the message.
 *
 * @param codePaths the fields of the code; empty if the status is always {@code defaultStatus}
 */
record StatusRule(List<FieldPath> codePaths, Map<String, StepStatus> statusByCode, Optional<StepStatus> defaultStatus) {

    static StatusRule parse(YamlNode node) {
        if (node.isText()) {
            return new StatusRule(List.of(), Map.of(), Optional.of(parseStatus(node)));
        }
        node.allowOnly("from", "when", "otherwise");
        Map<String, StepStatus> statusByCode = new HashMap<>();
        node.get("when").fields().forEach((code, status) -> statusByCode.put(code, parseStatus(status)));
        return new StatusRule(
                FieldPath.parseAll(node.get("from")),
                statusByCode,
                node.find("otherwise").map(StatusRule::parseStatus));
    }

    /** Parses the name of a status. */
    static StepStatus parseStatus(YamlNode node) {
        try {
            return StepStatus.valueOf(node.text());
        } catch (IllegalArgumentException e) {
            throw node.invalid("no such status; there are " + Arrays.toString(StepStatus.values()));
        }
    }

    StepStatus statusIn(SegmentGroup group) {
        Optional<String> code =
                codePaths.stream().flatMap(path -> path.valueIn(group).stream()).findFirst();
        return code.map(statusByCode::get)
                .or(() -> defaultStatus)
                .orElseThrow(() -> new RejectionException(Hl7RejectionCode.STEP_STATUS_UNKNOWN.at(
                        codePaths.getFirst().toString())));
    }
}
