/**
 * What a hospital tells of its own applications, a YAML file each: their kinds of step, for both services, and what
 * their messages mean, which is command-service's to read.
 */
@NullMarked
package org.parcours.events.applications;

import org.jspecify.annotations.NullMarked;
