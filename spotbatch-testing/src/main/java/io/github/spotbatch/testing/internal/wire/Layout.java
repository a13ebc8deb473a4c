package io.github.spotbatch.testing.internal.wire;

import java.util.Map;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.core.traits.ListTrait;
import software.amazon.awssdk.core.traits.MapTrait;

/**
 * How a format lays lists and maps out in the tree of maps, lists and scalars that it was read to.
 */
interface Layout {

  Iterable<? extends @Nullable Object> elements(ListTrait trait, Object node);

  Map<String, ? extends @Nullable Object> entries(MapTrait trait, Object node);
}
