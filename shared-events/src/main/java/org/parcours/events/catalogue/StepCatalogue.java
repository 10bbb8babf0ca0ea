package org.parcours.events.catalogue;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Collectors;
import tools.jackson.databind.json.JsonMapper;

/** The catalogue of step kinds, and the timeline's lanes in display order. */
public final class StepCatalogue {

    private record Content(List<Lane> lanes, List<StepKindDefinition> kinds) {}

    private final List<Lane> lanes;
    private final Map<String, StepKindDefinition> kinds;
    private final Function<String, Optional<StepKindDefinition>> customKinds;

    private StepCatalogue(
            List<Lane> lanes,
            Map<String, StepKindDefinition> kinds,
            Function<String, Optional<StepKindDefinition>> customKinds) {
        this.lanes = lanes;
        this.kinds = kinds;
        this.customKinds = customKinds;
    }

    /** The catalogue shipped with Parcours: {@code catalogue/steps.json}. */
    public static StepCatalogue standard() {
        try (InputStream stream = StepCatalogue.class.getResourceAsStream("/catalogue/steps.json")) {
            if (stream == null) {
                throw new IllegalStateException("catalogue/steps.json is not on the class path");
            }
            return read(stream);
        } catch (IOException e) {
            throw new UncheckedIOException("catalogue/steps.json", e);
        }
    }

    /** @throws IllegalArgumentException naming what is wrong with the data */
    public static StepCatalogue read(InputStream stream) {
        Content content = JsonMapper.shared().readValue(stream, Content.class);
        Map<String, StepKindDefinition> kinds = new HashMap<>();
        for (StepKindDefinition kind : content.kinds()) {
            if (kinds.put(kind.code(), kind) != null) {
                throw new IllegalArgumentException("Duplicate kind: " + kind.code());
            }
            if (content.lanes().stream().noneMatch(lane -> lane.code().equals(kind.lane()))) {
                throw new IllegalArgumentException("Unknown lane of kind " + kind.code() + ": " + kind.lane());
            }
        }
        return new StepCatalogue(List.copyOf(content.lanes()), Map.copyOf(kinds), code -> Optional.empty());
    }

    /** This catalogue with the hospital's own kinds, looked up at each call; they take precedence. */
    public StepCatalogue withKinds(Function<String, Optional<StepKindDefinition>> customKinds) {
        return new StepCatalogue(lanes, kinds, customKinds);
    }

    /** The names of the icons that a kind may use. */
    public Set<String> icons() {
        return kinds.values().stream().map(StepKindDefinition::icon).collect(Collectors.toCollection(TreeSet::new));
    }

    public List<Lane> lanes() {
        return lanes;
    }

    public Optional<StepKindDefinition> kind(String code) {
        return customKinds.apply(code).or(() -> Optional.ofNullable(kinds.get(code)));
    }
}
