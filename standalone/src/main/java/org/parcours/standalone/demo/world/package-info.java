/** The invented hospital: its people, units and numbers. Everything is made from a seed; nobody exists. */
@NullMarked
package org.parcours.standalone.demo.world;

import org.jspecify.annotations.NullMarked;
