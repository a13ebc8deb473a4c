package io.github.spotbatch.testing.chaos;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.services.batch.BatchClient;

/**
 * A client that sends a submission again when its answer is lost, as the SDK's do by themselves.
 * Planted between program and world, it shows that a job that runs twice is noticed.
 */
final class BlindResends implements PlantedBug {

  @Override
  public BatchClient between(BatchClient client) {
    return (BatchClient)
        Proxy.newProxyInstance(
            BatchClient.class.getClassLoader(),
            new Class<?>[] {BatchClient.class},
            (proxy, method, arguments) -> {
              try {
                return method.invoke(client, arguments);
              } catch (InvocationTargetException e) {
                boolean lost = e.getCause() instanceof SdkClientException;
                if (!lost || !method.getName().equals("submitJob")) {
                  throw e.getCause();
                }
                return method.invoke(client, arguments);
              }
            });
  }
}
