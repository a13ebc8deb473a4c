/** ECS of the fake world, as much of it as a Batch host shows. */
@NullMarked
package io.github.spotbatch.testing.internal.ecs;

import org.jspecify.annotations.NullMarked;
