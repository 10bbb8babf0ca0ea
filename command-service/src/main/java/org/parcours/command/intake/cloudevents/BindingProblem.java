package org.parcours.command.intake.cloudevents;

import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.temporal.Temporal;
import java.util.Arrays;
import java.util.Collection;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.parcours.command.message.RejectionException;
import org.parcours.events.PartialDate;
import org.parcours.events.PartialDateTime;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.exc.MismatchedInputException;

/** Says which field is wrong, what was found and what is expected; without the value, which may be a person's name. */
final class BindingProblem {

    private static final Pattern QUOTED = Pattern.compile("\"[^\"]*\"|`[^`]*`|'[^']*'|Text '.*?' could");
    /** Jackson names a missing property in its message only; its path ends at the object without it. */
    private static final Pattern MISSING =
            Pattern.compile("^(?:Missing required|Null value for) creator property '([A-Za-z]+)'");
    /** The beginning of Jackson's own messages; the others are those of the records. */
    private static final Pattern OWN =
            Pattern.compile("^(Cannot|Invalid|Null|Unexpected|Problem|Input|Could not|No content)");

    private static final String TIME = "a time with an offset, such as 2026-03-10T09:30:00+01:00";
    private static final int MAX_REASON = 160;

    private BindingProblem() {}

    /** @param at the path of the tree */
    static RejectionException of(JacksonException e, JsonNode tree, String at) {
        String path = at;
        JsonNode found = tree;
        for (JacksonException.Reference step : e.getPath()) {
            boolean named = step.getPropertyName() != null;
            path = named ? FieldPath.child(path, step.getPropertyName()) : FieldPath.item(path, step.getIndex());
            found = named ? found.path(step.getPropertyName()) : found.path(step.getIndex());
        }
        Matcher missing = MISSING.matcher(String.valueOf(e.getOriginalMessage()));
        if (missing.find()) {
            String name = missing.group(1);
            boolean named = path.endsWith("." + name);
            JsonNode value = named ? found : found.path(name);
            return CloudEventRejectionCode.MALFORMED.exceptionAt(
                    named ? path : FieldPath.child(path, name), found(value) + "; the field is required");
        }
        return CloudEventRejectionCode.MALFORMED.exceptionAt(path, expected(e) + "; " + found(found));
    }

    private static String expected(JacksonException e) {
        Throwable root = e.getCause() instanceof RuntimeException cause ? cause : e;
        String reason = root instanceof JacksonException jackson
                ? String.valueOf(jackson.getOriginalMessage())
                : String.valueOf(root.getMessage());
        if (root == e && OWN.matcher(reason).find() && e instanceof MismatchedInputException mismatch) {
            return Optional.<Class<?>>ofNullable(mismatch.getTargetType())
                    .flatMap(BindingProblem::expected)
                    .map(type -> type + " is expected")
                    .orElse("another value is expected");
        }
        String clean = QUOTED.matcher(reason.lines().findFirst().orElse("")).replaceAll("…");
        return clean.length() <= MAX_REASON ? clean : clean.substring(0, MAX_REASON) + "…";
    }

    private static Optional<String> expected(Class<?> type) {
        if (type.isEnum()) {
            return Optional.of(Arrays.stream(type.getEnumConstants())
                    .map(String::valueOf)
                    .collect(Collectors.joining(", ", "one of ", "")));
        }
        if (type.equals(PartialDateTime.class)) {
            return Optional.of(TIME + ", or 2026-03-10+01:00");
        }
        if (type.equals(PartialDate.class) || type.equals(LocalDate.class)) {
            return Optional.of("a date, such as 1958-03-01");
        }
        if (type.equals(OffsetDateTime.class) || Temporal.class.isAssignableFrom(type)) {
            return Optional.of(TIME);
        }
        if (type.equals(String.class)) {
            return Optional.of("a text");
        }
        if (type.equals(UUID.class)) {
            return Optional.of("a UUID");
        }
        if (Number.class.isAssignableFrom(type) || type.equals(int.class) || type.equals(long.class)) {
            return Optional.of("a whole number");
        }
        if (type.equals(boolean.class) || type.equals(Boolean.class)) {
            return Optional.of("true or false");
        }
        if (Collection.class.isAssignableFrom(type)) {
            return Optional.of("an array");
        }
        return type.isRecord() || Map.class.isAssignableFrom(type) ? Optional.of("an object") : Optional.empty();
    }

    /** The kind of a value, for the sender's engineer. */
    static String found(JsonNode value) {
        return switch (value.getNodeType()) {
            case STRING ->
                "a text of %d characters found".formatted(value.asString().length());
            case NUMBER -> "a number found";
            case BOOLEAN -> "true or false found";
            case OBJECT -> "an object found";
            case ARRAY -> "an array found";
            case NULL -> "null found";
            case MISSING -> "nothing found";
            case BINARY, POJO -> "another value found";
        };
    }
}
