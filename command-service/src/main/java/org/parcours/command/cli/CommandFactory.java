package org.parcours.command.cli;

import java.lang.reflect.Constructor;
import picocli.CommandLine;

/** Creates the commands, and passes the settings to those whose constructor has them as parameter. */
final class CommandFactory implements CommandLine.IFactory {

    private final CommandLine.IFactory defaultFactory = CommandLine.defaultFactory();
    private final ServiceSettings settings;

    CommandFactory(ServiceSettings settings) {
        this.settings = settings;
    }

    @Override
    public <K> K create(Class<K> type) throws Exception {
        for (Constructor<?> constructor : type.getDeclaredConstructors()) {
            if (constructor.getParameterCount() == 1 && constructor.getParameterTypes()[0] == ServiceSettings.class) {
                return type.cast(constructor.newInstance(settings));
            }
        }
        return defaultFactory.create(type);
    }
}
