package io.github.spotbatch.testing.internal.iam;

import io.github.spotbatch.testing.Timings.Step;
import io.github.spotbatch.testing.internal.World;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The deletions of AWS services' own roles: each happens later, or fails where one is in use. */
final class RoleDeletions {

  /**
   * One deletion.
   *
   * @param uses the ARNs of what works in the role, by Region; it is kept where there are any
   */
  record Deletion(boolean ended, Map<String, List<String>> uses) {}

  private final World world;
  private final IamState state;
  private final Map<String, Deletion> byTask = new HashMap<>();

  RoleDeletions(World world, IamState state) {
    this.world = world;
    this.state = state;
  }

  /** Begins to delete a role, and names the task. */
  String begin(Role role) {
    String task = "task" + role.path() + role.name() + "/" + world.uuid();
    byTask.put(task, new Deletion(false, Map.of()));
    world.after(world.takes(Step.IAM_PROPAGATION), () -> byTask.put(task, end(role)));
    return task;
  }

  private Deletion end(Role role) {
    Map<String, List<String>> uses = state.usesOf(role);
    if (uses.isEmpty()) {
      state.deleteRole(role.name());
    }
    return new Deletion(true, uses);
  }

  Optional<Deletion> of(String task) {
    return Optional.ofNullable(byTask.get(task));
  }
}
