package org.parcours.command.intake.hl7;

import java.util.Map;
import org.parcours.command.feeds.mllp.MllpProperties;
import org.parcours.command.intake.hl7.message.Hl7Properties;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.MapConfigurationPropertySource;

/** The default properties, with the overrides of a test. */
public final class Hl7TestProperties {

    private Hl7TestProperties() {}

    public static Hl7Properties hl7() {
        return hl7(Map.of());
    }

    public static Hl7Properties hl7(Map<String, String> overrides) {
        return binder(overrides).bindOrCreate("parcours.hl7", Hl7Properties.class);
    }

    public static MllpProperties mllp(Map<String, String> overrides) {
        return binder(overrides).bindOrCreate("parcours.mllp", MllpProperties.class);
    }

    private static Binder binder(Map<String, String> overrides) {
        return new Binder(new MapConfigurationPropertySource(overrides));
    }
}
