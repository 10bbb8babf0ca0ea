package org.parcours.command.intake;

import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.parcours.events.StepStatus;
import org.parcours.events.applications.YamlNode;

/** How a rule of the hospital finds the status of a step: always the same one, or by a code in the message. */
public record CustomStepStatusMapping(Map<String, StepStatus> statusByCode, Optional<StepStatus> defaultStatus) {

    public static CustomStepStatusMapping parse(YamlNode node) {
        if (node.isText()) {
            return new CustomStepStatusMapping(Map.of(), Optional.of(parseStatus(node)));
        }
        node.allowOnly("from", "when", "otherwise");
        Map<String, StepStatus> statusByCode = new HashMap<>();
        node.get("when").fields().forEach((code, status) -> statusByCode.put(code, parseStatus(status)));
        return new CustomStepStatusMapping(
                statusByCode, node.find("otherwise").map(CustomStepStatusMapping::parseStatus));
    }

    private static StepStatus parseStatus(YamlNode node) {
        try {
            return StepStatus.valueOf(node.text());
        } catch (IllegalArgumentException e) {
            throw node.invalid("no such status; there are " + Arrays.toString(StepStatus.values()));
        }
    }

    /** @param code absent where the message has none, or the status is always the same */
    public Optional<StepStatus> statusOf(Optional<String> code) {
        return code.map(statusByCode::get).or(() -> defaultStatus);
    }
}
