package io.github.spotbatch.testing;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import software.amazon.awssdk.core.SdkClient;
import software.amazon.awssdk.core.SdkRequest;
import software.amazon.awssdk.core.SdkResponse;

/** An asynchronous client behind the synchronous interface: each call waits for its future. */
final class Joined implements InvocationHandler {

  private final SdkClient async;

  private Joined(SdkClient async) {
    this.async = async;
  }

  static <C> C as(Class<C> type, SdkClient async) {
    return type.cast(
        Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[] {type}, new Joined(async)));
  }

  @Override
  public Object invoke(Object proxy, Method method, Object[] args) throws Throwable {
    if (method.getName().equals("close")) {
      async.close();
      return null;
    }
    if (!SdkResponse.class.isAssignableFrom(method.getReturnType())
        || !(args != null && args.length == 1 && args[0] instanceof SdkRequest)) {
      return InvocationHandler.invokeDefault(proxy, method, args);
    }
    Method call = null;
    for (Class<?> type : async.getClass().getInterfaces()) {
      call = type.getMethod(method.getName(), method.getParameterTypes());
    }
    try {
      return ((CompletableFuture<?>) call.invoke(async, args)).join();
    } catch (CompletionException e) {
      throw e.getCause();
    }
  }
}
