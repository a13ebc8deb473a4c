package io.github.spotbatch;

/**
 * Hears what a provisioner does.
 *
 * <p>Events come one at a time and in order, on the callback executor of {@link SpotBatch}. What a
 * listener throws is logged and otherwise ignored.
 */
@FunctionalInterface
public interface ProvisioningListener {

  /**
   * Hears of one event.
   *
   * @param event what happened
   */
  void onEvent(ProvisioningEvent event);

  /**
   * Ignores everything.
   *
   * @return a listener that does nothing
   */
  static ProvisioningListener none() {
    return event -> {};
  }
}
