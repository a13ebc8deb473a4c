package io.github.spotbatch.testing.internal.batch;

import io.github.spotbatch.testing.internal.World;
import java.util.BitSet;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.batch.model.NodeProperties;
import software.amazon.awssdk.services.batch.model.NodeRangeProperty;

/** What the nodes of a multi-node job may be. Such jobs can be defined here, but not run. */
final class NodeRules {

  private static final int MAX_NODES = 1000;
  private static final int MAX_RANGES = 5;
  private static final Pattern RANGE = Pattern.compile("(\\d{0,4})(:)?(\\d{0,4})");

  private final World world;
  private final ContainerRules containers;
  private final TaskRules tasks;
  private final PodRules pods;

  NodeRules(World world) {
    this.world = world;
    this.containers = new ContainerRules(world);
    this.tasks = new TaskRules(world);
    this.pods = new PodRules(world);
  }

  void check(NodeProperties nodes) {
    Integer count = nodes.numNodes();
    if (count == null || count < 1 || count > MAX_NODES) {
      throw Refusals.wrapped(world, "Number of nodes must be between 1 and 1000.");
    }
    Integer main = nodes.mainNode();
    Refusals.wrappedIf(
        world,
        main == null || main < 0 || main >= count,
        "Main node index is out of range, must be less than numNodes.");
    List<NodeRangeProperty> ranges = nodes.nodeRangeProperties();
    Refusals.wrappedIf(
        world, ranges.size() > MAX_RANGES, "Maximum allowed size of node range properties is 5");
    BitSet covered = new BitSet(count);
    for (NodeRangeProperty range : ranges) {
      cover(range.targetNodes(), count, covered);
      payload(range);
    }
    // The rule is documented; the text is not known.
    Refusals.wrappedIf(
        world,
        covered.cardinality() < count,
        "Node ranges must cover all nodes from 0 to " + (count - 1) + ".");
  }

  /** Such as 3, 0:3, 2: or :4; ranges may lie within each other. */
  private void cover(@Nullable String targetNodes, int count, BitSet covered) {
    Matcher range = RANGE.matcher(targetNodes == null ? "" : targetNodes);
    if (!range.matches() || (range.group(1).isEmpty() && range.group(3).isEmpty())) {
      throw Refusals.wrapped(world, "targetNodes should contain only digits.");
    }
    boolean open = range.group(2) != null;
    int from = range.group(1).isEmpty() ? 0 : Integer.parseInt(range.group(1));
    int end = range.group(3).isEmpty() ? count - 1 : Integer.parseInt(range.group(3));
    int to = open ? end : from;
    // The rule is documented; the text is not known.
    Refusals.wrappedIf(
        world,
        from > to || to >= count,
        "targetNodes " + targetNodes + " is out of range, must be less than numNodes.");
    covered.set(from, to + 1);
  }

  private void payload(NodeRangeProperty range) {
    int kinds =
        (range.container() == null ? 0 : 1)
            + (range.ecsProperties() == null ? 0 : 1)
            + (range.eksProperties() == null ? 0 : 1);
    Refusals.wrappedIf(
        world, kinds == 0, "Must specify container for node range " + range.targetNodes());
    Refusals.wrappedIf(
        world,
        kinds > 1,
        "NodeRangeProperties can not use both ecsProperties and container fields");
    Refusals.wrappedIf(
        world,
        range.hasInstanceTypes() && range.ecsProperties() == null,
        "Using instanceTypes with nodeRangeProperty is only allowed for ecsProperties jobs.");
    if (range.container() != null) {
      containers.check(range.container(), false);
    }
    if (range.ecsProperties() != null) {
      tasks.check(range.ecsProperties(), false);
    }
    if (range.eksProperties() != null) {
      pods.check(range.eksProperties());
    }
  }
}
