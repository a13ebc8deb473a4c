package io.github.spotbatch.testing.internal.wire;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.core.SdkClient;
import software.amazon.awssdk.core.SdkRequest;
import software.amazon.awssdk.core.SdkResponse;
import software.amazon.awssdk.regions.Region;

/**
 * Implements a client interface, synchronous or not, by plain calls of a service. All that the
 * interface itself implements works, such as paginators.
 */
public final class DirectClient implements InvocationHandler {

  private final Class<?> type;
  private final ServiceOperations operations;
  private final Region region;

  private DirectClient(Class<?> type, ServiceOperations operations, Region region) {
    this.type = type;
    this.operations = operations;
    this.region = region;
  }

  /** A client of the service, as one in that Region. */
  public static <C extends SdkClient> C of(
      Class<C> type, ServiceOperations operations, Region region) {
    DirectClient handler = new DirectClient(type, operations, region);
    return type.cast(Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[] {type}, handler));
  }

  @Override
  public @Nullable Object invoke(Object proxy, Method method, Object @Nullable [] args)
      throws Throwable {
    if (args != null && args.length == 1 && args[0] instanceof SdkRequest request) {
      if (SdkResponse.class.isAssignableFrom(method.getReturnType())) {
        return operations.call(request);
      }
      if (method.getReturnType() == CompletableFuture.class) {
        return submit(request);
      }
    }
    return switch (method.getName()) {
      case "close" -> null;
      case "serviceName" -> operations.service().signingName();
      case "serviceClientConfiguration" ->
          built(method.getReturnType(), "region", Region.class, region);
      case "waiter" -> built(method.getReturnType(), "client", type, proxy);
      case "toString" -> type.getSimpleName() + " without a wire";
      case "hashCode" -> System.identityHashCode(proxy);
      case "equals" -> args != null && proxy == args[0];
      default -> InvocationHandler.invokeDefault(proxy, method, args);
    };
  }

  private CompletableFuture<SdkResponse> submit(SdkRequest request) {
    try {
      return CompletableFuture.completedFuture(operations.call(request));
    } catch (RuntimeException e) {
      return CompletableFuture.failedFuture(e);
    }
  }

  /** Calls {@code Type.builder().property(value).build()}. */
  private static Object built(Class<?> type, String property, Class<?> propertyType, Object value)
      throws Exception {
    Object builder = type.getMethod("builder").invoke(null);
    Class<?> api = type.getMethod("builder").getReturnType();
    Object filled = api.getMethod(property, propertyType).invoke(builder, value);
    return api.getMethod("build").invoke(filled);
  }
}
