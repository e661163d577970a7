/**
 * The one script of the in-frame pages, as text for the browser. Forms work without it; with it they exchange only the
 * parts of the page they name in `data-swap`, and messages for the host page are posted.
 */
export const FRAME_SCRIPT = `
(() => {
  const byId = (id) => document.getElementById(id)
  let queue = Promise.resolve()
  let newestSearch = 0

  function deliver() {
    const box = byId('outbox')
    if (!box) return
    const { origin, messages } = JSON.parse(box.textContent)
    box.remove()
    for (const message of messages) window.parent.postMessage(message, origin)
  }

  function swap(source, ids) {
    const focused = document.activeElement && document.activeElement.id
    for (const id of ids) {
      const [old, fresh] = [byId(id), source.getElementById(id)]
      if (old && fresh) old.replaceWith(fresh)
    }
    const box = source.getElementById('outbox')
    if (box && !byId('outbox')) document.body.append(box)
    deliver()
    const target = source.body.dataset.focus || focused
    if (target && byId(target)) byId(target).focus({ preventScroll: ids[0] !== 'app' })
    if (ids[0] === 'app') {
      document.title = source.title
      window.scrollTo(0, 0)
      const heading = byId('heading')
      if (heading) heading.focus({ preventScroll: true })
    }
  }

  async function send(form, data, ids, search) {
    const method = form.method.toUpperCase()
    const url = new URL(form.action, location.href)
    const init = { method, headers: { accept: 'text/html' } }
    if (method === 'GET') url.search = new URLSearchParams(data).toString()
    else init.body = new URLSearchParams(data)
    const response = await fetch(url, init)
    const source = new DOMParser().parseFromString(await response.text(), 'text/html')
    if (search !== 0 && search !== newestSearch) return
    if (!source.getElementById('app')) { document.body.replaceChildren(...source.body.childNodes); return }
    // Another step than the one on screen: nothing of the old page fits.
    const moved = source.body.dataset.step !== document.body.dataset.step
    document.body.dataset.step = source.body.dataset.step
    swap(source, moved ? ['app'] : ids)
  }

  document.addEventListener('submit', (event) => {
    const form = event.target
    event.preventDefault()
    const data = new FormData(form, event.submitter)
    const ids = (form.dataset.swap || 'app').split(' ')
    const search = form.dataset.search === undefined ? 0 : ++newestSearch
    queue = queue.then(() => send(form, data, ids, search)).catch(() => {
      const status = byId('status')
      if (status) status.textContent = 'That did not reach Fullscript. Please try once more.'
    })
  })

  let timer = 0
  document.addEventListener('input', (event) => {
    const form = event.target.form
    if (!form || form.dataset.search === undefined) return
    clearTimeout(timer)
    timer = setTimeout(() => form.requestSubmit(), event.target.tagName === 'SELECT' ? 0 : 120)
  })
  document.addEventListener('change', (event) => {
    const form = event.target.form
    if (form && form.dataset.autosave !== undefined) form.requestSubmit()
  })

  deliver()
})()
`
