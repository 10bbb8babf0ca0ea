package org.parcours.command.cli;

import java.lang.reflect.Constructor;
import picocli.CommandLine;

/** Makes commands, and hands the settings to those that ask for them. */
final class WithSettings implements CommandLine.IFactory {

    private final CommandLine.IFactory others = CommandLine.defaultFactory();
    private final Settings settings;

    WithSettings(Settings settings) {
        this.settings = settings;
    }

    @Override
    public <K> K create(Class<K> type) throws Exception {
        for (Constructor<?> constructor : type.getDeclaredConstructors()) {
            if (constructor.getParameterCount() == 1 && constructor.getParameterTypes()[0] == Settings.class) {
                return type.cast(constructor.newInstance(settings));
            }
        }
        return others.create(type);
    }
}
